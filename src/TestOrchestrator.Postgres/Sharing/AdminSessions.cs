using System.Collections.Concurrent;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Sessions;

namespace TestOrchestrator.Postgres.Sharing;

/// <summary>Sessions of a server's superuser, kept for the next who needs one. Thread-safe.</summary>
internal sealed class AdminSessions(ServerProcess server) : IDisposable
{
    private const int Attempts = 5;

    // PostgreSQL's manual, "PostgreSQL Error Codes": admin_shutdown, also by pg_terminate_backend.
    private const string SessionEnded = "57P01";

    private readonly ConcurrentBag<ServerSession> _idle = [];

    public ServerProcess Server { get; } = server;

    /// <summary>Does something with a session that nobody else uses meanwhile.</summary>
    public Task UseAsync(Func<ServerSession, Task> use) => TryUseAsync(use, isLast: true);

    /// <summary>Does something that can be done again, when an application has ended the session in the middle of it.</summary>
    public async Task UseUntilDoneAsync(Func<ServerSession, Task> use)
    {
        int attempt = 1;
        while (!await TryUseAsync(use, isLast: attempt == Attempts).ConfigureAwait(false))
        {
            attempt++;
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out ServerSession? session))
        {
            session.Dispose();
        }
    }

    /// <returns>Whether it was done; if not, the session was ended by somebody, and nothing has happened.</returns>
    private async Task<bool> TryUseAsync(Func<ServerSession, Task> use, bool isLast)
    {
        ServerSession session = TakeIdle() ?? await Server.OpenSessionAsync().ConfigureAwait(false);
        try
        {
            await use(session).ConfigureAwait(false);
        }
        catch (EngineException e) when (!isLast && e.InnerException is SqlException { SqlState: SessionEnded } && !Server.Process.Exited.IsCompleted)
        {
            session.Dispose();
            return false;
        }
        catch
        {
            session.Dispose();
            throw;
        }

        _idle.Add(session);
        return true;
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
