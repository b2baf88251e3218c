using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TestOrchestrator.Engine.Addresses;

/// <summary>bind(2) without what .NET adds to it: Socket.Bind sets SO_REUSEADDR by itself, which a reservation must not have.</summary>
internal static partial class PosixBind
{
    /// <summary>EADDRINUSE: somebody has the port.</summary>
    public const int InUse = 98;

    private const int SolSocket = 1;
    private const int SoReuseAddr = 2;
    private const int AfInet = 2;

    /// <summary>Binds a socket without SO_REUSEADDR.</summary>
    /// <returns>0, or errno.</returns>
    public static int Bind(Socket socket, IPEndPoint endPoint)
    {
        // struct sockaddr_in: family in the machine's order, port and address in the network's, eight zeros.
        Span<byte> address = stackalloc byte[16];
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, AfInet);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], (ushort)endPoint.Port);
        endPoint.Address.TryWriteBytes(address[4..], out _);
        SetReuseAddress(socket, false);
        unsafe
        {
            fixed (byte* bytes = address)
            {
                return NativeBind((int)socket.SafeHandle.DangerousGetHandle(), bytes, address.Length) == 0 ? 0 : Marshal.GetLastPInvokeError();
            }
        }
    }

    // Not SocketOptionName.ReuseAddress: on Unix that sets SO_REUSEPORT as well.
    public static void SetReuseAddress(Socket socket, bool value) =>
        socket.SetRawSocketOption(SolSocket, SoReuseAddr, BitConverter.GetBytes(value ? 1 : 0));

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static unsafe partial int NativeBind(int descriptor, byte* address, int length);
}
