using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Fuzz.Origins;

/// <summary>The origin of one case: counts what it received, strictly, and answers. Thread-safe.</summary>
internal sealed class CaseOrigin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<ReceivedRequest> _received = [];
    private readonly ConcurrentQueue<string> _violations = [];
    private readonly ConcurrentDictionary<Socket, Task> _connections = [];
    private readonly byte[]? _says;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    /// <param name="says">What it answers with, and closes; else it answers as it should.</param>
    /// <param name="certificate">Makes it an https origin.</param>
    public CaseOrigin(byte[]? says, X509Certificate2? certificate)
    {
        (_says, _certificate) = (says, certificate);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    public IReadOnlyList<string> Violations => [.. _violations];

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        foreach (Socket socket in _connections.Keys)
        {
            socket.Dispose();
        }

        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync().ConfigureAwait(false);
                _connections[socket] = ServeAsync(socket);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The case is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        try
        {
            using NetworkStream network = new(socket, ownsSocket: true);
            if (_certificate is null)
            {
                await TalkAsync(network).ConfigureAwait(false);
                return;
            }

            using SslStream tls = new(network);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate, ApplicationProtocols = [SslApplicationProtocol.Http11] }).ConfigureAwait(false);
            await TalkAsync(tls).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or SocketException or AuthenticationException or InvalidOperationException)
        {
            // The proxy has closed the connection.
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        const byte Handshake = 22;
        byte[] first = new byte[1];
        if (await stream.ReadAsync(first).ConfigureAwait(false) == 0 || (first[0] == Handshake && _certificate is null))
        {
            // TLS, for a request whose URL is https.
            return;
        }

        StrictReader reader = new(stream, first[0]);
        try
        {
            while (await reader.ReadAsync().ConfigureAwait(false) is { } request)
            {
                _received.Enqueue(request);
                if (_says is not null)
                {
                    await stream.WriteAsync(_says).ConfigureAwait(false);
                    return;
                }

                if (request.AsksToUpgrade)
                {
                    await EchoAsync(stream, reader).ConfigureAwait(false);
                    return;
                }

                await stream.WriteAsync(request.Method == "HEAD" ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"u8.ToArray() : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray()).ConfigureAwait(false);
            }
        }
        catch (FormatException violation)
        {
            _violations.Enqueue(violation.Message);
        }
    }

    private static async Task EchoAsync(Stream stream, StrictReader reader)
    {
        await stream.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"u8.ToArray()).ConfigureAwait(false);
        byte[] buffer = new byte[4096];
        int read;
        while ((read = await reader.ReadSomeAsync(buffer).ConfigureAwait(false)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read)).ConfigureAwait(false);
        }
    }
}
