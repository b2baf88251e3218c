using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Logs;

namespace TestOrchestrator.Hosting.Foreground;

/// <summary>Prints what resources write to their logs, and when they come into another state.</summary>
internal sealed class ConsoleFollower : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly RunningApplication _application;
    private readonly TextWriter _console;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _over = new();
    private readonly Dictionary<string, LogReader> _logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _printed = new(StringComparer.OrdinalIgnoreCase);
    private readonly Task _following;

    public ConsoleFollower(RunningApplication application, TextWriter console, TimeProvider timeProvider)
    {
        _application = application;
        _console = console;
        _timeProvider = timeProvider;
        _following = FollowAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _over.Dispose();
        foreach (LogReader log in _logs.Values)
        {
            log.Dispose();
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                await PrintAsync().ConfigureAwait(false);
                await Task.Delay(s_interval, _timeProvider, _over.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await PrintAsync().ConfigureAwait(false);
        }
    }

    private async Task PrintAsync()
    {
        foreach (ResourceSnapshot resource in _application.Resources.Values.OrderBy(r => r.Version))
        {
            if (!_logs.TryGetValue(resource.Name, out LogReader? log))
            {
                _logs[resource.Name] = log = new(_application.LogFileOf(resource.Name));
            }

            foreach (string line in log.ReadLines())
            {
                await _console.WriteLineAsync($"[{resource.Name}] {line}").ConfigureAwait(false);
            }

            if (resource.State is not ResourceState.Declared && _printed.GetValueOrDefault(resource.Name) != resource.Version)
            {
                _printed[resource.Name] = resource.Version;
                await _console.WriteLineAsync($"[{resource.Name}] is {resource.State}. {resource.Reason}".TrimEnd()).ConfigureAwait(false);
            }
        }
    }
}
