using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Platform;

/// <summary>Hands the session that was warmed before the platform's first session over to it. Thread-safe.</summary>
internal sealed class PendingSession
{
    private TestSession? _session;

    public void Put(TestSession session) => Volatile.Write(ref _session, session);

    public TestSession? Take() => Interlocked.Exchange(ref _session, null);
}
