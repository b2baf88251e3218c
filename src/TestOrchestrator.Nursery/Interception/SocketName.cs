using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TestOrchestrator.Nursery.Interception;

/// <summary>
/// Reads and writes the addresses of sockets as the kernel has them: struct sockaddr, its family first, in the order of the machine.
/// </summary>
internal static class SocketName
{
    /// <summary>The longest address: struct sockaddr_storage.</summary>
    public const int MaxLength = 128;

    /// <summary>An address of no family: connecting to it undoes a connection.</summary>
    public static ReadOnlySpan<byte> None => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private const ushort UnixFamily = 1;
    private const ushort IPv4Family = 2;
    private const ushort IPv6Family = 10;
    private const int FamilyLength = 2;
    private const int IPv4Length = 16;
    private const int IPv6Length = 28;

    /// <summary>Reads an IP endpoint; null if it is none. An IPv4 address within IPv6 is an IPv4 address.</summary>
    public static IPEndPoint? Endpoint(ReadOnlySpan<byte> name) => Family(name) switch
    {
        IPv4Family when name.Length >= IPv4Length => new(new IPAddress(name[4..8]), Port(name)),
        IPv6Family when name.Length >= IPv6Length - 4 => new(Plain(new IPAddress(name[8..24])), Port(name)),
        _ => null,
    };

    /// <summary>Reads the path of a Unix socket; null if it is none, or has none.</summary>
    public static string? Path(ReadOnlySpan<byte> name)
    {
        if (Family(name) != UnixFamily)
        {
            return null;
        }

        ReadOnlySpan<byte> path = name[FamilyLength..];
        int end = path.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? path : path[..end]) is { Length: > 0 } text ? text : null;
    }

    /// <summary>Writes an IPv4 endpoint for a socket of IPv4, or of IPv6, which takes it mapped.</summary>
    public static byte[] Of(IPEndPoint endpoint, bool isIPv6)
    {
        byte[] name = new byte[isIPv6 ? IPv6Length : IPv4Length];
        BitConverter.TryWriteBytes(name, isIPv6 ? IPv6Family : IPv4Family);
        BinaryPrimitives.WriteUInt16BigEndian(name.AsSpan(2), (ushort)endpoint.Port);
        (isIPv6 ? endpoint.Address.MapToIPv6() : endpoint.Address).TryWriteBytes(name.AsSpan(isIPv6 ? 8 : 4), out _);
        return name;
    }

    private static ushort Family(ReadOnlySpan<byte> name) => name.Length < FamilyLength ? (ushort)0 : BitConverter.ToUInt16(name);

    private static int Port(ReadOnlySpan<byte> name) => BinaryPrimitives.ReadUInt16BigEndian(name[2..]);

    private static IPAddress Plain(IPAddress address) => address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
