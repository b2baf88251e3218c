namespace TestOrchestrator.Engine.InProcess.Surroundings;

/// <summary>
/// The environment variables of the process, lent to one service at a time while it starts: a service reads its configuration from them,
/// and a process has only one set. What is read later sees the process's own.
/// </summary>
internal sealed class EnvironmentLease : IDisposable
{
    private static readonly SemaphoreSlim s_oneAtATime = new(1, 1);

    private readonly Dictionary<string, string?> _before = new(StringComparer.Ordinal);
    private int _returned;

    private EnvironmentLease()
    {
    }

    public static async Task<EnvironmentLease> TakeAsync(IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        await s_oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        EnvironmentLease lease = new();
        foreach ((string name, string value) in variables)
        {
            lease._before[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }

        return lease;
    }

    /// <summary>Puts back what was there. Idempotent.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) != 0)
        {
            return;
        }

        foreach ((string name, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        s_oneAtATime.Release();
    }
}
