using System.Diagnostics.CodeAnalysis;

namespace TestOrchestrator.Engine.Applications;

/// <summary>Lets a start that is on its way begin anew, because what it was told is not true any more. Thread-safe.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no handle, and somebody may be about to cancel it.")]
internal sealed class RenewableStart
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _attempt;
    private bool _isOutdated;

    /// <summary>Begins an attempt.</summary>
    /// <returns>What gives it up.</returns>
    public CancellationToken Begin()
    {
        lock (_gate)
        {
            _isOutdated = false;
            return (_attempt = new()).Token;
        }
    }

    /// <summary>Ends the attempt, unless it has to begin anew.</summary>
    /// <returns>Whether it has ended.</returns>
    public bool TryEnd()
    {
        lock (_gate)
        {
            if (_isOutdated)
            {
                return false;
            }

            _attempt = null;
            return true;
        }
    }

    /// <summary>Ends the attempt, whatever it was told.</summary>
    public void End()
    {
        lock (_gate)
        {
            _attempt = null;
        }
    }

    /// <summary>Gives up the attempt that is on its way, which then begins anew.</summary>
    /// <returns>Whether there is one.</returns>
    public async Task<bool> TryRenewAsync()
    {
        CancellationTokenSource? attempt;
        lock (_gate)
        {
            attempt = _attempt;
            _isOutdated = attempt is not null;
        }

        if (attempt is null)
        {
            return false;
        }

        await attempt.CancelAsync().ConfigureAwait(false);
        return true;
    }
}
