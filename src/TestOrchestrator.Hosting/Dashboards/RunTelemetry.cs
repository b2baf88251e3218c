using System.Diagnostics;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>
/// Keeps the telemetry of a run in its directory: spans of its tests, and what its services send. Dashboards show it from there.
/// Thread-safe.
/// </summary>
public sealed class RunTelemetry : IAsyncDisposable
{
    private readonly TelemetryFiles _files;
    private readonly TelemetryCollector _collector;
    private readonly string _run;

    private RunTelemetry(EngineRun run, TelemetryFiles files, TelemetryCollector collector)
    {
        _run = run.Id.ToString();
        _files = files;
        _collector = collector;
    }

    internal TelemetryReceiver Receiver => _collector.Receiver;

    /// <summary>Begins to keep it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>What keeps it, until it is disposed of.</returns>
    /// <exception cref="IOException">The directory cannot be written, or there is no port.</exception>
    public static async Task<RunTelemetry> StartAsync(EngineRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        TelemetryFiles files = new(run.Directory);
        Task<TelemetryCollector> start;
        using (ExecutionContext.SuppressFlow())
        {
            // What it does belongs to no test, whichever test it is started for.
            start = Task.Run(() => TelemetryCollector.StartAsync(files.Append, cancellationToken), cancellationToken);
        }

        return new(run, files, await start.ConfigureAwait(false));
    }

    /// <summary>Adds a span of a test, under the name of its class.</summary>
    /// <param name="className">The full name of the class.</param>
    /// <param name="span">An activity that has ended.</param>
    public void Trace(string className, Activity span)
    {
        ArgumentException.ThrowIfNullOrEmpty(className);
        ArgumentNullException.ThrowIfNull(span);
        (string name, string instance) = DashboardClass.IdentityOf(_run, className);
        _files.AppendTests(SpanDocument.Write(name, instance, [span]));
    }

    /// <summary>Ends it: what arrives later is not kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync().ConfigureAwait(false);
        _files.Dispose();
    }
}
