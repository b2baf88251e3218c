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

    /// <summary>Waits until it is one's turn, and sets the variables.</summary>
    /// <param name="variables">The variables; null is for one that is not to be there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<EnvironmentLease> TakeAsync(IReadOnlyDictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        await s_oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        EnvironmentLease lease = new();
        try
        {
            foreach ((string name, string? value) in variables)
            {
                string? before = Environment.GetEnvironmentVariable(name);
                Environment.SetEnvironmentVariable(name, value);
                lease._before[name] = before;
            }

            return lease;
        }
        catch
        {
            // A name that cannot be one, such as 'A=B'. The service fails; others must be able to start.
            lease.Dispose();
            throw;
        }
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
