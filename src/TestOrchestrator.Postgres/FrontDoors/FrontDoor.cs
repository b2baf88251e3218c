using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace TestOrchestrator.Postgres.FrontDoors;

/// <summary>
/// Makes a shared server look like an application's own: it listens on the application's address, checks the application's password, and
/// lets each connection through to the application's copy of the database that it names. Thread-safe.
/// </summary>
internal sealed class FrontDoor : IDisposable
{
    private readonly Socket _listener;
    private readonly FrontDoorAccount _account;
    private readonly UnixDomainSocketEndPoint _server;
    private readonly ConcurrentDictionary<string, string> _databases;
    private readonly ConcurrentDictionary<Socket, byte> _clients = new();
    private readonly Task _accepting;
    private volatile bool _closed;

    /// <param name="listen">Where it listens.</param>
    /// <param name="account">Who may enter.</param>
    /// <param name="serverSocket">The server's Unix socket.</param>
    /// <param name="databases">The server's name of each database by the application's; it may grow.</param>
    /// <exception cref="SocketException">Somebody else listens there.</exception>
    public FrontDoor(IPEndPoint listen, FrontDoorAccount account, string serverSocket, ConcurrentDictionary<string, string> databases)
    {
        _account = account;
        _server = new(serverSocket);
        _databases = databases;
        _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(listen);
            _listener.Listen();
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        _accepting = AcceptAsync();
    }

    /// <summary>Stops listening and cuts every connection.</summary>
    public void Dispose()
    {
        _closed = true;
        _listener.Dispose();
        foreach (Socket client in _clients.Keys)
        {
            client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_closed)
        {
            try
            {
                Socket client = await _listener.AcceptAsync().ConfigureAwait(false);
                client.NoDelay = true;
                _ = ServeAsync(client);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Closed; or one client gave up before it was accepted.
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        _clients.TryAdd(client, 0);
        try
        {
            using (client)
            using (Socket server = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            {
                if (!_closed && await TryEnterAsync(client, server).ConfigureAwait(false))
                {
                    await Relay.RunAsync(client, server).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is SocketException or EndOfStreamException or ObjectDisposedException)
        {
            // A client that leaves in the middle, or is cut off when the application stops.
        }
        finally
        {
            _clients.TryRemove(client, out _);
        }
    }

    /// <summary>Does what a server does until a session begins, and begins it with the server.</summary>
    /// <returns>Whether there is a session to relay.</returns>
    private async Task<bool> TryEnterAsync(Socket client, Socket server)
    {
        try
        {
            return await EnterAsync(client, server).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            await client.SendAsync(BackendMessages.Fatal("08P01", e.Message)).ConfigureAwait(false);
            return false;
        }
    }

    private async Task<bool> EnterAsync(Socket client, Socket server)
    {
        while (true)
        {
            byte[] packet = await Packets.ReadStartupAsync(client).ConfigureAwait(false);
            StartupPacket startup = StartupPacket.Parse(packet);
            switch (startup.Kind)
            {
                case StartupKind.Ssl or StartupKind.GssEnc:
                    // 'N': not here. The client asks again in clear, or gives up if it insists.
                    await client.SendAsync("N"u8.ToArray()).ConfigureAwait(false);
                    continue;
                case StartupKind.Cancel:
                    await server.ConnectAsync(_server).ConfigureAwait(false);
                    await server.SendAsync(packet).ConfigureAwait(false);

                    // The server closes the connection when it has canceled, and the client waits for that.
                    return true;
                case StartupKind.Start:
                    return await StartAsync(client, server, startup).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> StartAsync(Socket client, Socket server, StartupPacket startup)
    {
        await client.SendAsync(BackendMessages.AskPassword).ConfigureAwait(false);
        string password = BackendMessages.Password(await Packets.ReadPasswordAsync(client).ConfigureAwait(false));
        if (startup.User != _account.UserName || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(_account.Password)))
        {
            await client.SendAsync(BackendMessages.Fatal("28P01", $"password authentication failed for user \"{startup.User}\"")).ConfigureAwait(false);
            return false;
        }

        if (!_databases.TryGetValue(startup.Database!, out string? database))
        {
            await client.SendAsync(BackendMessages.Fatal("3D000", $"database \"{startup.Database}\" does not exist")).ConfigureAwait(false);
            return false;
        }

        await server.ConnectAsync(_server).ConfigureAwait(false);
        await server.SendAsync(startup.WithTarget(_account.UserName, database)).ConfigureAwait(false);
        return true;
    }
}
