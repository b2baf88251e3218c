using System.Net.Sockets;

namespace TestOrchestrator.Engine.Addresses;

/// <summary>Makes the sockets that hold addresses and ports.</summary>
internal static class ReservingSocket
{
    /// <exception cref="Errors.EngineException">There is none to be had, mostly because too many files are open.</exception>
    public static Socket New(AddressFamily family, SocketType type, ProtocolType protocol)
    {
        try
        {
            return new(family, type, protocol);
        }
        catch (SocketException e)
        {
            throw AddressErrors.NoSocket(e);
        }
    }
}
