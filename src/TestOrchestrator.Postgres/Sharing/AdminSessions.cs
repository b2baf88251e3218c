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
        ServerSession session = TakeIdle() ?? await Server.OpenSessionAsync().ConfigureAwait(false);
        try
        {
            await use(session).ConfigureAwait(false);
        }
        catch
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

    // Every application is a superuser of the shared server, and can end the sessions of others.
    private ServerSession? TakeIdle()
    {
        while (_idle.TryTake(out ServerSession? session))
        {
            if (session.IsAlive)
            {
                return session;
            }

            session.Dispose();
        }

        return null;
    }
}
