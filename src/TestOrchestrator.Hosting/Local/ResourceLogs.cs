using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Logs;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Brings the log files of units into Aspire's loggers, for as long as somebody watches them: a dashboard, or a test. Thread-safe.
/// </summary>
internal sealed class ResourceLogs(ResourceLoggerService loggers, ResourceStates states, Func<RunningApplication?> application, TimeProvider timeProvider) : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Log> _logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _watched = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Serves watchers until the application ends.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        AspireInternals.Instance.AnswerForConsoleLogs(loggers, Read);
        await foreach (LogSubscriber subscriber in loggers.WatchAnySubscribersAsync(over).ConfigureAwait(false))
        {
            if (!subscriber.AnySubscribers)
            {
                _watched.TryRemove(subscriber.Name, out _);
            }
            else if (_watched.TryAdd(subscriber.Name, true))
            {
                _ = FollowAsync(subscriber.Name, over);
            }
        }
    }

    public void Dispose()
    {
        foreach (Log log in _logs.Values)
        {
            log.Dispose();
        }
    }

    private async Task FollowAsync(string id, CancellationToken over)
    {
        try
        {
            while (_watched.ContainsKey(id))
            {
                Read(id);
                await Task.Delay(s_interval, timeProvider, over).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            Read(id);
        }
    }

    private void Read(string id)
    {
        if (application() is { } running && states.FindById(id) is { } instance)
        {
            _logs.GetOrAdd(id, _ => new(running.LogFileOf(running.Group.Get(instance.Unit).NameOf(instance.Replica)), loggers.GetLogger(id))).Read();
        }
    }

    private sealed class Log(string path, ILogger logger) : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly LogReader _reader = new(path);
        private bool _isDisposed;

        public void Read()
        {
            lock (_gate)
            {
                foreach (string line in _isDisposed ? [] : _reader.ReadLines())
                {
#pragma warning disable CA1848, CA1873, CA2254 // The line is the program's own.
                    logger.Log(LogLevel.Information, 0, line, null, static (text, _) => text);
#pragma warning restore CA1848, CA1873, CA2254
                }
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isDisposed = true;
                _reader.Dispose();
            }
        }
    }
}
