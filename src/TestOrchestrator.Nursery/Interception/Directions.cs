using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Nursery.Interception;

/// <summary>Decides where attempts to connect are led. Pure.</summary>
internal static class Directions
{
    public const int DnsPort = 53;

    // What answers for names without DNS. Without them the C library asks by DNS, and so us: systemd-resolved (nss-resolve), nscd.
    private static readonly string[] s_nameCaches = ["/run/systemd/resolve/io.systemd.Resolve", "/var/run/nscd/socket", "/run/nscd/socket"];

    /// <summary>Leads an attempt by its address alone.</summary>
    /// <returns>Where to; null if it depends on the kind of the socket.</returns>
    public static Direction? Of(ReadOnlySpan<byte> name)
    {
        if (SocketName.Endpoint(name) is { } endpoint)
        {
            return IsHere(endpoint.Address) && endpoint.Port != DnsPort ? Direction.Direct : null;
        }

        return SocketName.Path(name) is { } path && s_nameCaches.Contains(path) ? Direction.Nowhere : Direction.Direct;
    }

    /// <summary>Leads an attempt of TCP.</summary>
    public static Direction OfStream(IPEndPoint endpoint) => IsHere(endpoint.Address) ? Direction.Direct : Direction.Proxy;

    /// <summary>Leads an attempt of UDP. What is sent to an address that stands for a name could arrive nowhere.</summary>
    public static Direction OfDatagrams(IPEndPoint endpoint) =>
        endpoint.Port == DnsPort && !IsOfApplication(endpoint.Address) ? Direction.NameServer
        : NameTable.IsOurs(endpoint.Address) ? Direction.Nowhere
        : Direction.Direct;

    // All of 127.0.0.0/8, so every application. The unspecified address is this machine, too.
    private static bool IsHere(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6LinkLocal || address.IsIPv6Multicast || IsMulticast(address);

    // A name server of an application is meant as it is; those of the machine are 127.0.0.1, .11 (containers), .53 and .54
    // (systemd-resolved).
    private static bool IsOfApplication(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.AddressFamily == AddressFamily.InterNetwork && address.TryWriteBytes(bytes, out _) && bytes[0] == 127 && (bytes[1] | bytes[2]) != 0;
    }

    private static bool IsMulticast(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.AddressFamily == AddressFamily.InterNetwork && address.TryWriteBytes(bytes, out _) && bytes[0] >= 224;
    }
}
