using System.Net.Sockets;
using System.Text.Json;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Groups.Keeping;

/// <summary>Answers requests for one group on a Unix socket, which only its owner can reach. Any number at the same time.</summary>
internal sealed class KeeperServer : IAsyncDisposable
{
    private readonly ProcessGroup _group;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Socket> _lastConnections = [];
    private readonly Task _accepting;

    public KeeperServer(ProcessGroup group, string socket)
    {
        _group = group;
        _listener.Bind(new UnixDomainSocketEndPoint(socket));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Gets a task that ends when the group was terminated.</summary>
    public Task Terminated => _terminated.Task;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket connection;
            try
            {
                connection = await _listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(connection);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        NetworkStream stream = new(connection, ownsSocket: false);
        await using (stream.ConfigureAwait(false))
        {
            bool isLast = false;
            try
            {
                using StreamReader reader = new(stream, leaveOpen: true);
                KeeperRequest request = Read(await reader.ReadLineAsync().ConfigureAwait(false));
                KeeperAnswer answer = await AnswerAsync(request).ConfigureAwait(false);
                await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(answer, GroupJson.Line), .. "\n"u8]).ConfigureAwait(false);
                isLast = request.Command == "terminate" && answer.Error is null;
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // The client is gone. What it asked for is done all the same.
            }

            if (isLast)
            {
                // The end of this process closes it, and a client that terminates the group waits for that.
                _lastConnections.Add(connection);
                _terminated.TrySetResult();
                return;
            }
        }

        connection.Dispose();
    }

    private static KeeperRequest Read(string? line)
    {
        try
        {
            return JsonSerializer.Deserialize<KeeperRequest>(line ?? "null", GroupJson.Line) ?? new() { Command = "" };
        }
        catch (JsonException)
        {
            return new() { Command = "" };
        }
    }

    private async Task<KeeperAnswer> AnswerAsync(KeeperRequest request)
    {
        if (request.Version != KeeperRequest.CurrentVersion)
        {
            return Failed("TO1834", $"The keeper of the group '{_group.Id}' speaks version {KeeperRequest.CurrentVersion}, and was asked in version {request.Version}. Use the version of orch that the group was created with, or terminate it with that one.");
        }

        try
        {
            return request.Command switch
            {
                "status" => new() { Report = _group.Report },
                "start" => new() { Change = await _group.StartAsync(request.Wait).ConfigureAwait(false) },
                "stop" => new() { Change = await _group.StopAsync().ConfigureAwait(false) },
                "restart" => new() { Change = await _group.RestartAsync(request.Process).ConfigureAwait(false) },
                "terminate" => new() { Change = await TerminateAsync().ConfigureAwait(false) },
                _ => Failed("TO1834", $"The keeper of the group '{_group.Id}' does not know '{request.Command}'. It knows 'status', 'start', 'stop', 'restart' and 'terminate'."),
            };
        }
        catch (EngineException e)
        {
            return Failed(e.Code, e.Message);
        }
#pragma warning disable CA1031 // The client needs an answer, and the group goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failed("", e.ToString());
        }
    }

    private async Task<GroupChange> TerminateAsync()
    {
        GroupChange change = await _group.StopAsync().ConfigureAwait(false);
        await _group.TerminateAsync().ConfigureAwait(false);
        return change;
    }

    private static KeeperAnswer Failed(string code, string message) => new() { Error = new(code, message) };
}
