using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Hosting.Dcp;

/// <summary>
/// Writes what resources log into the files of a run, as they have written it: without the times that Aspire puts before lines.
/// Thread-safe.
/// </summary>
/// <param name="loggers">The logs.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="over">Ends the writing.</param>
internal sealed partial class DcpLogFiles(ResourceLoggerService loggers, TimeProvider timeProvider, CancellationToken over)
{
    private static readonly WaitOptions s_wait = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly ConcurrentDictionary<string, (Task Task, ConcurrentDictionary<int, bool> Written)> _files =
        new(StringComparer.Ordinal);

    /// <summary>Gets what ends when everything is written.</summary>
    public IEnumerable<Task> Tasks => _files.Values.Select(static f => f.Task);

    /// <summary>Begins to write the log of an instance, unless it is being written.</summary>
    public void Add(string instance, string path) => _files.GetOrAdd(instance, id =>
    {
        ConcurrentDictionary<int, bool> written = new();
        return (WriteAsync(id, path, written), written);
    });

    /// <summary>Waits until the file of an instance has all that it has logged so far: lines come there some time later.</summary>
    /// <returns>How many lines are missing after the limit; 0 in general.</returns>
    public async Task<int> CatchUpAsync(string instance)
    {
        if (!_files.TryGetValue(instance, out (Task Task, ConcurrentDictionary<int, bool> Written) file))
        {
            return 0;
        }

        List<int> missing = [];
        try
        {
            await foreach (IReadOnlyList<LogLine> lines in loggers.GetAllAsync(instance).WithCancellation(over).ConfigureAwait(false))
            {
                missing.AddRange(lines.Select(static l => KeyOf(l)));
            }

            await Wait.UntilAsync($"the log of '{instance}' to be written", _ => new(Look()), s_wait, timeProvider, over).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The caller says what is missing.
        }
        catch (OperationCanceledException)
        {
            // The application is over.
        }

        return missing.Count;

        Observation Look()
        {
            missing.RemoveAll(file.Written.ContainsKey);
            return missing.Count == 0 ? Observation.Satisfied : Observation.NotYet($"{missing.Count} lines missing");
        }
    }

    private static int KeyOf(LogLine line) => line.Content.GetHashCode(StringComparison.Ordinal);

    private async Task WriteAsync(string instance, string path, ConcurrentDictionary<int, bool> written)
    {
        try
        {
            StreamWriter writer = new(path, append: true) { AutoFlush = true };
            await using (writer.ConfigureAwait(false))
            {
                await foreach (IReadOnlyList<LogLine> lines in loggers.WatchAsync(instance).WithCancellation(over).ConfigureAwait(false))
                {
                    foreach (LogLine line in lines)
                    {
                        await writer.WriteLineAsync(Time().Replace(line.Content, "", 1)).ConfigureAwait(false);
                        written[KeyOf(line)] = true;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The application is over.
        }
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z ", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
