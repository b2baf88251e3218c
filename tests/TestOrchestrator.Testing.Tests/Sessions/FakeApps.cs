using TestOrchestrator.Testing.Adapters;

namespace TestOrchestrator.Testing.Tests.Sessions;

/// <summary>Applications that are texts, and a log of what was done with them. Thread-safe.</summary>
internal sealed class FakeApps
{
    private readonly Lock _gate = new();
    private readonly List<string> _log = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When set, a start waits for it.</summary>
    public TaskCompletionSource? Held { get; set; }

    /// <summary>When set, a start fails with it.</summary>
    public Exception? Failure { get; set; }

    public string[] Log
    {
        get
        {
            lock (_gate)
            {
                return [.. _log];
            }
        }
    }

    public async Task<string> StartAsync(PlannedClass @class, CancellationToken cancellationToken)
    {
        Add($"start {@class.Name}");
        if (Failure is not null)
        {
            throw Failure;
        }

        if (Held is not null)
        {
            await Held.Task.WaitAsync(cancellationToken);
        }

        return $"app of {@class.Name}";
    }

    public Task StopAsync(string app)
    {
        Add($"stop {app}");
        return Task.CompletedTask;
    }

    /// <summary>Completes when all of these have happened.</summary>
    public async Task HasAsync(params string[] happened)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (happened.All(_log.Contains))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    private void Add(string happened)
    {
        lock (_gate)
        {
            _log.Add(happened);
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
