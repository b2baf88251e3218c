using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Dashboards;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Testing.Adapters;
using TestOrchestrator.Testing.Apps;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>The running application of one test class: what its tests share. Thread-safe.</summary>
internal sealed class ClassApp
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _toldFailures = new(StringComparer.Ordinal);
    private readonly TestRecordings _recordings;
    private readonly RecordingTally _tally;
    private readonly IReadOnlyDictionary<string, InterceptingProxyResource> _resources;
    private int _failedTests;
    private bool _isKept;
    private bool _hasEnded;

    public ClassApp(PlannedClass @class, AppHostApplication hosted, bool isKeptOnFailure, TestRecordings recordings, RecordingTally tally)
    {
        _recordings = recordings;
        _tally = tally;
        _resources = hosted.Model.Resources.OfType<InterceptingProxyResource>().ToDictionary(r => r.Name, StringComparer.OrdinalIgnoreCase);
        Class = @class;
        _isKept = isKeptOnFailure;
        Hosted = hosted;
        ProxyRoots = _resources.Values
            .Where(r => r.Session is not null)
            .ToDictionary(r => r.Name, r => r.Session!.Root, StringComparer.OrdinalIgnoreCase);
        Proxies = ProxyRoots.ToDictionary(p => p.Key, p => p.Value.OpenScope(@class.Name), StringComparer.OrdinalIgnoreCase);
        Shared = new(this, Proxies);
    }

    public PlannedClass Class { get; }

    public string ClassName => Class.Name;

    /// <summary>Gets the directory of the app host's project.</summary>
    public string AppHostDirectory => AppHostProject.Of(Class.AppHost.AppHost.Assembly).Directory;

    /// <summary>Gets whether the data of the application stays when one of its tests has failed.</summary>
    public bool IsKept => Volatile.Read(ref _isKept);

    /// <summary>Gets whether the application has been stopped, or is about to be.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded);

    /// <summary>Gets what the dashboard shows of the class; null without a dashboard.</summary>
    public ClassRow? Row { get; init; }

    /// <summary>Gets the telemetry of the run; null if it is not kept.</summary>
    public RunTelemetry? Telemetry { get; init; }

    /// <summary>Gets the application of the app host.</summary>
    public AppHostApplication Hosted { get; }

    public RunningApplication Application => Hosted.Group;

    /// <summary>Gets the whole traffic of each proxy.</summary>
    public IReadOnlyDictionary<string, ProxyScope> ProxyRoots { get; }

    /// <summary>Gets the scope of the class in each proxy.</summary>
    public IReadOnlyDictionary<string, ProxyScope> Proxies { get; }

    /// <summary>Gets what ClassInitialize sees: what it tells the proxy holds for the whole class.</summary>
    public TestApp Shared { get; }

    /// <summary>Gets whether a test of the class failed.</summary>
    public bool HasFailedTests => Volatile.Read(ref _failedTests) > 0;

    /// <summary>Begins a test: its own scope in each proxy, and a trace that its requests belong to wherever they go.</summary>
    /// <param name="testName">The name of the test.</param>
    /// <param name="row">Tells the rows of its data apart; null for none.</param>
    public async Task<TestExecution> BeginAsync(string testName, string? row)
    {
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        Dictionary<string, ProxyScope> scopes = Proxies.ToDictionary(p => p.Key, p => p.Value.OpenScope(testName, trace), StringComparer.OrdinalIgnoreCase);
        try
        {
            return new(this, testName, trace, scopes, await _recordings.BeginAsync(ClassName, testName + row, _resources, scopes).ConfigureAwait(false), _tally) { Row = row ?? "" };
        }
        catch
        {
            foreach (ProxyScope scope in scopes.Values)
            {
                await scope.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Has the data of the application stay.</summary>
    /// <exception cref="InvalidOperationException">It has been stopped.</exception>
    public void Keep()
    {
        if (HasEnded)
        {
            throw new InvalidOperationException(
                $"The application of '{ClassName}' has been stopped, and its data is gone. --keep-apps keeps it of each class that fails.");
        }

        Volatile.Write(ref _isKept, true);
    }

    public void End() => Volatile.Write(ref _hasEnded, true);

    public void TestFailed() => Interlocked.Increment(ref _failedTests);

    /// <summary>Takes what ended when it should not have, and was not taken before: each is told once.</summary>
    public IReadOnlyList<ResourceStatus> TakeNewFailures()
    {
        lock (_gate)
        {
            return [.. Hosted.Instances.Where(f => f.IsFailure && _toldFailures.Add($"{f.Name}#{f.Version}"))];
        }
    }
}
