using System.Net.Sockets;
using System.Security.Authentication;

namespace Bench.Loads;

/// <summary>TLS over a blocking socket. What the server shows is not validated: that is the client's work, and would be measured with the proxy's. Not thread-safe.</summary>
internal sealed unsafe class TlsWire : IWire
{
    private readonly Socket _socket;
    private readonly TlsMemory? _memory;
    private readonly nint _ssl;

    /// <param name="socket">Is disposed with this, and at once when the handshake fails.</param>
    /// <param name="host">Whom the client means; null for who is at the address.</param>
    /// <param name="memory">The session to continue, which this one replaces; null for none.</param>
    public TlsWire(Socket socket, string? host, TlsMemory? memory)
    {
        _socket = socket;
        _memory = memory;
        _ssl = OpenSsl.NewClient(socket.Handle, host, "\u0008http/1.1"u8, memory?.Session ?? 0);
        if (OpenSsl.Connect(_ssl) != 1)
        {
            OpenSsl.Free(_ssl);
            socket.Dispose();
            throw new AuthenticationException("The TLS handshake failed.");
        }

        IsResumed = OpenSsl.IsResumed(_ssl) == 1;
    }

    public bool IsResumed { get; }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            // Without partial writes, which is the default, it is all or nothing.
            if (OpenSsl.Write(_ssl, start, bytes.Length) != bytes.Length)
            {
                throw new IOException("The connection failed while the request was sent.");
            }
        }
    }

    public int Receive(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            return Math.Max(0, OpenSsl.Read(_ssl, start, buffer.Length));
        }
    }

    public void Dispose()
    {
        // Only now: over TLS 1.3 the tickets come after the handshake, before the first answer.
        _memory?.Keep(OpenSsl.TakeSession(_ssl));

        // A session whose connection was not closed properly cannot be continued.
        _ = OpenSsl.Shutdown(_ssl);
        OpenSsl.Free(_ssl);
        _socket.Dispose();
    }
}
