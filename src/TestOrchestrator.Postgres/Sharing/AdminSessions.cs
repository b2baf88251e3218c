using System.Collections.Concurrent;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Sessions;

namespace TestOrchestrator.Postgres.Sharing;

/// <summary>Sessions of a server's superuser, kept for the next who needs one. Thread-safe.</summary>
internal sealed class AdminSessions(ServerProcess server) : IDisposable
{
    private readonly ConcurrentBag<ServerSession> _idle = [];

    public ServerProcess Server { get; } = server;

    public async Task UseAsync(Func<ServerSession, Task> use)
    {
        if (!_idle.TryTake(out ServerSession? session))
        {
            session = await Server.OpenSessionAsync().ConfigureAwait(false);
        }

        try
        {
            await use(session).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not SqlException)
        {
            session.Dispose();
            throw;
        }

        _idle.Add(session);
    }

    public void Dispose()
    {
        while (_idle.TryTake(out ServerSession? session))
        {
            session.Dispose();
        }
    }
}
