using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Engine.Addresses;

/// <summary>
/// Keeps a TCP port for a server that is going to listen on it. Two things are held until the end, both released by the kernel with the
/// process: a name among the abstract Unix sockets, which only one reservation can have, and the port itself, bound with SO_REUSEADDR and
/// never listening. That bind fails if somebody listens there; a server that sets SO_REUSEADDR (as servers do) succeeds, and again after a
/// restart; connections that a former server left in TIME_WAIT disturb neither.
/// </summary>
internal sealed class PortReservation : IDisposable
{
    // Below the ephemeral ports of Linux (32768), macOS and Windows (49152).
    private const int FirstFree = 20000;
    private const int LastFree = 32767;
    private const int Attempts = 500;

    private readonly Socket _name;
    private readonly Socket _port;

    private PortReservation(Socket name, Socket port, IPEndPoint endPoint)
    {
        _name = name;
        _port = port;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Reserves a port if nobody has it.</summary>
    public static PortReservation? TryReserve(IPEndPoint endPoint) => TryReserve(endPoint, out _);

    /// <summary>Reserves a port if nobody has it.</summary>
    /// <param name="endPoint">The address and port.</param>
    /// <param name="refusal">Why not: mostly that somebody has it, or that this user may not use it.</param>
    public static PortReservation? TryReserve(IPEndPoint endPoint, out SocketException? refusal)
    {
        Socket name = ReservingSocket.New(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        Socket? port = null;
        try
        {
            port = ReservingSocket.New(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            // A name that begins with a zero is no file; it lives in the same network namespace as the port.
            name.Bind(new UnixDomainSocketEndPoint($"\0testorchestrator/{endPoint}"));

            // On Unix this sets SO_REUSEADDR.
            port.Bind(endPoint);
            refusal = null;
            return new(name, port, endPoint);
        }
        catch (SocketException e)
        {
            port?.Dispose();
            name.Dispose();
            refusal = e;
            return null;
        }
        catch
        {
            name.Dispose();
            throw;
        }
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

    public void Dispose()
    {
        _port.Dispose();
        _name.Dispose();
    }
}
