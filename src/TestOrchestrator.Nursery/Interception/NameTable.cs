using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Nursery.Interception;

/// <summary>Gives each name an address of its own, so that who connects to the address is known to mean the name. Thread-safe.</summary>
/// <remarks>The addresses are those of 198.18.0.0/15, which RFC 2544 sets aside for tests: nobody is there.</remarks>
internal sealed class NameTable
{
    /// <summary>How many names have an address at the same time; beyond them the oldest loses its own.</summary>
    public const int Capacity = (1 << 17) - 2;

    private const uint Network = 198u << 24 | 18u << 16;
    private const uint Mask = 0xfffe_0000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, uint> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<uint, string> _byAddress = [];
    private uint _last;

    public static bool IsOurs(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork && (Number(address) & Mask) == Network;

    /// <summary>Gets the address of a name, the same each time.</summary>
    public IPAddress AddressOf(string name)
    {
        lock (_gate)
        {
            if (!_byName.TryGetValue(name, out uint address))
            {
                _last = (_last % Capacity) + 1;
                address = Network | _last;
                if (_byAddress.Remove(address, out string? oldest))
                {
                    _byName.Remove(oldest);
                }

                _byName.Add(name, address);
                _byAddress.Add(address, name);
            }

            byte[] bytes = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
            return new(bytes);
        }
    }

    /// <summary>Finds the name that an address stands for.</summary>
    public bool TryFind(IPAddress address, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (!IsOurs(address))
        {
            return false;
        }

        lock (_gate)
        {
            return _byAddress.TryGetValue(Number(address), out name);
        }
    }

    private static uint Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        return address.TryWriteBytes(bytes, out _) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
    }
}
