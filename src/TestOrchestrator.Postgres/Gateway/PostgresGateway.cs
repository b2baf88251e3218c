using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Sharing;

namespace TestOrchestrator.Postgres.Gateway;

/// <summary>
/// Makes a shared server look like an application's own: it listens on the application's address, checks the application's password, and
/// lets each connection through to the application's copy of the database that it names. Thread-safe.
/// </summary>
internal sealed class PostgresGateway : IDisposable
{
    private readonly Socket _listener;
    private readonly GatewayAccount _account;
    private readonly UnixDomainSocketEndPoint _server;
    private readonly ApplicationDatabases _databases;
    private readonly ConcurrentDictionary<Socket, byte> _clients = new();
    private readonly CancellationTokenSource _closing = new();

    /// <param name="listen">Where it listens.</param>
    /// <param name="account">Who may enter.</param>
    /// <param name="serverSocket">The server's Unix socket.</param>
    /// <param name="databases">The application's databases; they may change.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <exception cref="SocketException">Another program listens there.</exception>
    public PostgresGateway(
        IPEndPoint listen,
        GatewayAccount account,
        string serverSocket,
        ApplicationDatabases databases,
        TimeProvider timeProvider)
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

        _ = AcceptLoop.RunAsync(_listener.AcceptAsync, client => _ = ServeAsync(client), timeProvider, _closing.Token);
    }

    /// <summary>Stops listening and cuts every connection.</summary>
    public void Dispose()
    {
        // Not disposed of: it has no timer, and connections still ask it.
        _closing.Cancel();
        _listener.Dispose();
        foreach (Socket client in _clients.Keys)
        {
            client.Dispose();
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
                client.NoDelay = true;
                if (!_closing.IsCancellationRequested && await TryEnterAsync(client, server).ConfigureAwait(false) is { } relay)
                {
                    await relay(client, server).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or EngineException)
        {
            // A client that leaves in the middle, or is cut off when the application stops; or the server has ended.
        }
        finally
        {
            _clients.TryRemove(client, out _);
        }
    }

    /// <summary>Does what a server does until a session begins, and begins it with the server.</summary>
    /// <returns>What carries the session; null if there is none.</returns>
    private async Task<Func<Socket, Socket, Task>?> TryEnterAsync(Socket client, Socket server)
    {
        try
        {
            return await EnterAsync(client, server).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            return await RefuseAsync(client, "08P01", e.Message).ConfigureAwait(false);
        }
    }

    private async Task<Func<Socket, Socket, Task>?> EnterAsync(Socket client, Socket server)
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
                    return Relay.RunAsync;
                case StartupKind.Start:
                    return await StartAsync(client, server, startup).ConfigureAwait(false);
            }
        }
    }

    private async Task<Func<Socket, Socket, Task>?> StartAsync(Socket client, Socket server, StartupPacket startup)
    {
        if (!await IsLetInAsync(client, startup).ConfigureAwait(false))
        {
            return null;
        }

        string asked = startup.Database!;
        if (await _databases.FindAsync(asked).ConfigureAwait(false) is not { } database)
        {
            return await RefuseAsync(client, "3D000", $"database \"{asked}\" does not exist").ConfigureAwait(false);
        }

        await server.ConnectAsync(_server).ConfigureAwait(false);
        await server.SendAsync(startup.WithTarget(_account.UserName, database)).ConfigureAwait(false);
        return asked == ServerProcess.MaintenanceDatabase ? new MaintenanceRelay(_databases).RunAsync : Relay.RunAsync;
    }

    private async Task<bool> IsLetInAsync(Socket client, StartupPacket startup)
    {
        bool isKnown = startup.User == _account.UserName;
        if (_account.Password is not { } password)
        {
            return isKnown
                || await RefuseAsync(client, "28000", $"role \"{startup.User}\" does not exist").ConfigureAwait(false) is not null;
        }

        await client.SendAsync(BackendMessages.AskPassword).ConfigureAwait(false);
        string given = BackendMessages.Password(await Packets.ReadPasswordAsync(client).ConfigureAwait(false));
        if (isKnown && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(password)))
        {
            return true;
        }

        string refusal = $"password authentication failed for user \"{startup.User}\"";
        return await RefuseAsync(client, "28P01", refusal).ConfigureAwait(false) is not null;
    }

    private static async Task<Func<Socket, Socket, Task>?> RefuseAsync(Socket client, string sqlState, string text)
    {
        await client.SendAsync(BackendMessages.Fatal(sqlState, text)).ConfigureAwait(false);
        return null;
    }
}
