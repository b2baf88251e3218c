using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Engine.Addresses;

/// <summary>
/// A loopback address of one application's own. On Linux all of 127.0.0.0/8 is local without set-up. The claim is a UDP socket on a fixed
/// port of the address: the first to bind has it, and the kernel releases it with the process. Elsewhere every application shares
/// 127.0.0.1 and differs by port.
/// </summary>
internal sealed class AddressReservation : IDisposable
{
    private const int ClaimPort = 61999;
    private const int Attempts = 1000;

    private readonly Socket? _claim;

    private AddressReservation(IPAddress address, Socket? claim)
    {
        Address = address;
        _claim = claim;
    }

    public IPAddress Address { get; }

    /// <summary>Gets whether nobody else is on the address, so that well-known ports are usually free.</summary>
    public bool IsOwn => _claim is not null;

    /// <summary>Claims an address that no other application on this machine has.</summary>
    /// <param name="random">Chooses.</param>
    /// <param name="wished">The address to take if nobody has it; null for any.</param>
    public static AddressReservation Reserve(Random random, IPAddress? wished = null)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new(IPAddress.Loopback, null);
        }

        // 127.64.0.0 to 127.127.255.255, without .0 and .255, which confuse tools that still think in class C networks.
        for (int i = 0; i < Attempts; i++)
        {
            IPAddress address = i == 0 && wished is not null ? wished : new([127, (byte)random.Next(64, 128), (byte)random.Next(0, 256), (byte)random.Next(1, 255)]);
            Socket claim = ReservingSocket.New(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            claim.ExclusiveAddressUse = true;
            try
            {
                claim.Bind(new IPEndPoint(address, ClaimPort));
                return new(address, claim);
            }
            catch (SocketException)
            {
                claim.Dispose();
            }
        }

        throw AddressErrors.NoFreeAddress(Attempts);
    }

    /// <summary>Uses an address that others may use, too.</summary>
    public static AddressReservation Shared(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork && IPAddress.IsLoopback(address)
        ? new(address, null)
        : throw AddressErrors.NotLoopback(address);

    public void Dispose() => _claim?.Dispose();
}
