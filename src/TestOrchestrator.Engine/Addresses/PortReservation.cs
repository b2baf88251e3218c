using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Engine.Addresses;

/// <summary>
/// Keeps a TCP port for a server that is going to listen on it. It is bound without SO_REUSEADDR, which fails if anybody is there, and
/// then set to SO_REUSEADDR without ever listening: a second reservation fails, a server that sets SO_REUSEADDR (as servers do) succeeds,
/// and again after a restart. The kernel releases it with the process.
/// </summary>
internal sealed class PortReservation : IDisposable
{
    // Below the ephemeral ports of Linux (32768), macOS and Windows (49152).
    private const int FirstFree = 20000;
    private const int LastFree = 32767;
    private const int Attempts = 500;

    private readonly Socket _socket;

    private PortReservation(Socket socket, IPEndPoint endPoint)
    {
        _socket = socket;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Reserves a port if nobody has it.</summary>
    public static PortReservation? TryReserve(IPEndPoint endPoint) => TryReserve(endPoint, out _);

    /// <summary>Reserves a port if nobody has it.</summary>
    /// <param name="endPoint">The address and the port.</param>
    /// <param name="errno">Why not, or 0.</param>
    public static PortReservation? TryReserve(IPEndPoint endPoint, out int errno)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        errno = PosixBind.Bind(socket, endPoint);
        if (errno != 0)
        {
            socket.Dispose();
            return null;
        }

        PosixBind.SetReuseAddress(socket, true);
        return new(socket, endPoint);
    }

    /// <summary>Reserves any free port of an address.</summary>
    public static PortReservation ReserveAny(IPAddress address, Random random)
    {
        for (int i = 0; i < Attempts; i++)
        {
            if (TryReserve(new(address, random.Next(FirstFree, LastFree + 1))) is { } reservation)
            {
                return reservation;
            }
        }

        throw AddressErrors.NoFreePort(address, FirstFree, LastFree, Attempts);
    }

    public void Dispose() => _socket.Dispose();
}
