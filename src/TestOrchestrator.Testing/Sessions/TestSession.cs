using System.Collections.Concurrent;
using System.Reflection;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Dashboards;
using TestOrchestrator.Hosting.Runs;
using TestOrchestrator.Testing.Adapters;
using TestOrchestrator.Testing.Apps;
using TestOrchestrator.Testing.Evidence;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>
/// One test session: the run, and the application of each class. An IDE may run several in one process, one after another. Thread-safe.
/// </summary>
public sealed class TestSession : IAsyncDisposable
{
    // What Hosting says of an application with containers where no container engine answers.
    private const string NoContainerEngine = "TO1711";

    // Containers that start side by side on a busy machine take minutes.
    private static readonly TimeSpan s_containersLimit = TimeSpan.FromMinutes(10);

    private static ITestFramework? s_framework;
    private static TestSession? s_current;

    private readonly TestSessionOptions _options;
    private readonly ITestFramework _framework;
    private readonly Lazy<EngineRun> _run;
    private readonly ClassAppPool<ClassApp> _pool;
    private readonly ConcurrentDictionary<string, ClassApp> _started = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string ClassName, Exception Failure)> _postMortem = new();
    private readonly ConcurrentQueue<EvidenceFile> _evidence = new();
    private readonly Lazy<Task<RunTelemetry?>> _telemetry;
    private readonly Lazy<Task<RunDashboard?>> _dashboard;
    private readonly Lazy<Task> _end;
    private bool _isMissingEngineSaid;
    private TestSpans? _spans;

    internal TestSession(TestSessionOptions options)
    {
        _options = options;
        _framework = s_framework ?? throw new InvalidOperationException("TO4005: No test framework has registered. Reference TestOrchestrator.MSTest.");
        _run = new(StartRun);
        _pool = new(new() { StartAsync = StartAsync, StopAsync = StopAsync }, Ahead(options.Lane, _framework.Workers));
        _telemetry = new(() => Task.Run(StartTelemetryAsync));
        _dashboard = new(() => Task.Run(StartDashboardAsync));
        _end = new(EndAsync);
    }

    /// <summary>Gets the session that is going on.</summary>
    /// <value>Null if there is none: outside of a test host, or while tests are only listed.</value>
    public static TestSession? Current => Volatile.Read(ref s_current);

    /// <summary>Gets the lane of the session.</summary>
    public Lane Lane => _options.Lane;

    /// <summary>Gets what failed that no test saw, by class.</summary>
    internal IReadOnlyCollection<(string ClassName, Exception Failure)> PostMortem => _postMortem;

    /// <summary>Gets what became of the recordings.</summary>
    internal RecordingTally Recordings { get; } = new();

    /// <summary>Gets the files that tell of the failed tests, and of the recordings.</summary>
    internal IReadOnlyCollection<EvidenceFile> Evidence => _evidence;

    /// <summary>Gets whether the dashboard stays when all tests have run.</summary>
    internal bool WaitsWithDashboard => _options.Dashboard == DashboardMode.Wait;

    /// <summary>
    /// Gets the dashboard of another process that shows the run; null if there is none, and until it has been looked for.
    /// </summary>
    internal OpenDashboard? OtherDashboard { get; private set; }

    /// <summary>Gets the directory of the run.</summary>
    internal string RunDirectory => _run.Value.Directory;

    /// <summary>Gets why there is no dashboard or no telemetry although it is wanted; null if there is nothing to say.</summary>
    internal string? WhyNoDashboard { get; private set; }

    /// <summary>Gets why nothing is kept although that is wanted; null if there is nothing to say.</summary>
    internal string? WhyNothingIsKept => _options.WhyNothingIsKept;

    /// <summary>
    /// Tells the platform's extension which test framework runs. Called by the framework's adapter before the first session.
    /// </summary>
    /// <param name="framework">The framework.</param>
    public static void Register(ITestFramework framework)
    {
        ArgumentNullException.ThrowIfNull(framework);
        Volatile.Write(ref s_framework, framework);
    }

    /// <summary>Gets the application of a class, as ClassInitialize sees it, and starts it when nothing has yet.</summary>
    /// <param name="class">The class.</param>
    /// <returns>The application.</returns>
    /// <exception cref="LaneUnavailableException">This machine cannot run it in this lane.</exception>
    public async Task<TestApp> GetAppAsync(PlannedClass @class)
    {
        ArgumentNullException.ThrowIfNull(@class);
        return (await GetAsync(@class).ConfigureAwait(false)).Shared;
    }

    /// <summary>Begins a test with the application of its class, and starts that when nothing has yet.</summary>
    /// <param name="class">The class.</param>
    /// <param name="testName">The name of the test.</param>
    /// <param name="row">
    /// Tells the rows of the test's data apart, such as <c>(1,a)</c>; null for none. Each has a recording of its own.
    /// </param>
    /// <returns>The execution of the test; the caller disposes of it when the test has ended.</returns>
    /// <exception cref="LaneUnavailableException">This machine cannot run it in this lane: the test is to be skipped.</exception>
    public async Task<TestExecution> BeginTestAsync(PlannedClass @class, string testName, string? row = null)
    {
        ArgumentNullException.ThrowIfNull(@class);
        return await (await GetAsync(@class).ConfigureAwait(false)).BeginAsync(testName, row).ConfigureAwait(false);
    }

    /// <summary>Stops every application and ends the run. Idempotent: later calls wait for the first.</summary>
    public async ValueTask DisposeAsync() => await _end.Value.ConfigureAwait(false);

    /// <summary>Makes this the session that is going on.</summary>
    internal void Begin() => Volatile.Write(ref s_current, this);

    /// <summary>Starts what the first classes need, before the platform has discovered anything.</summary>
    internal void WarmEarly() => _pool.WarmEarly(_framework.FindAll());

    internal void TestStarted(string className, string test)
    {
        _pool.EnsurePlanned(_framework.ReadPlan);
        _pool.TestStarted(className, test);
    }

    internal void TestFinished(string className, string test, bool hasFailed)
    {
        if (_started.TryGetValue(className, out ClassApp? app))
        {
            app.Row?.Count(hasFailed);
        }

        _pool.TestFinished(className, test);
    }

    /// <summary>Gets the dashboard of the run, when it answers; null if there is none, or if another one shows the run.</summary>
    internal Task<RunDashboard?> FindDashboardAsync() =>
        _options.Dashboard == DashboardMode.Off ? Task.FromResult<RunDashboard?>(null) : _dashboard.Value;

    /// <summary>Gets the telemetry of the run; null if it is not kept.</summary>
    internal Task<RunTelemetry?> FindTelemetryAsync() =>
        _options is { Telemetry: false, Dashboard: DashboardMode.Off } ? Task.FromResult<RunTelemetry?>(null) : _telemetry.Value;

    /// <summary>Finds the application of the class that is being set up on this flow of execution, if it has been started.</summary>
    internal TestApp? FindCurrentApp() =>
        _framework.FindCurrent() is { } @class && _started.TryGetValue(@class.Name, out ClassApp? app) ? app.Shared : null;

    /// <summary>Stops every application, and keeps the run for what comes after.</summary>
    internal Task StopAppsAsync() => _pool.StopAllAsync();

    /// <summary>Has a file told of the recordings, if there were any.</summary>
    internal void ReportRecordings()
    {
        if (!Recordings.IsEmpty)
        {
            _evidence.Enqueue(RecordingReport.Write(Recordings, _run.Value.Directory));
        }
    }

    /// <summary>Has a file tell how the run is opened again: <c>dotnet test</c> shows its name, and not what a test host prints.</summary>
    internal void ReportDashboard()
    {
        string path = Path.Combine(RunDirectory, "orch dashboard opens this run again.txt");
        try
        {
            File.WriteAllText(path, $"orch dashboard {RunDirectory}{Environment.NewLine}");
            _evidence.Enqueue(new() { Path = path, DisplayName = "orch dashboard" });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is printed, too.
        }
    }

    private async Task<ClassApp> GetAsync(PlannedClass @class)
    {
        _pool.EnsurePlanned(_framework.ReadPlan);
        try
        {
            return await _pool.GetAsync(@class).ConfigureAwait(false);
        }
        catch (AppHostException e) when (e.Code == NoContainerEngine)
        {
            // Once is enough for what the engines answer, and for what helps.
            bool isSaid = Interlocked.Exchange(ref _isMissingEngineSaid, true);
            throw new LaneUnavailableException(isSaid ? $"{NoContainerEngine}: No container engine answers." : e.Message, e);
        }
    }

    // Containers take the processors for themselves while they start: more of them at once are slower each.
    private static int Ahead(Lane lane, int workers) => lane == Lane.Aspire ? workers : workers + Environment.ProcessorCount;

    private EngineRun StartRun()
    {
        Assembly tests = Assembly.GetEntryAssembly()!;
        EngineRun run = OrchestratorRun.Start(new()
        {
            Name = tests.GetName().Name ?? "tests",
            ProjectDirectory = AppHostProject.Of(tests).Directory,
            RunsDirectory = _options.RunsDirectory,
            Lane = _options.Lane,
        });
        if (_framework.FindAll() is [{ } first, ..] && DashboardProgram.Of(first.AppHost.AppHost.Assembly) is { } program)
        {
            DashboardProgram.Record(run.Directory, program);
        }

        return run;
    }

    private async Task<ClassApp> StartAsync(PlannedClass @class, CancellationToken cancellationToken)
    {
        RunTelemetry? telemetry = await FindTelemetryAsync().ConfigureAwait(false);
        RunDashboard? dashboard = await FindDashboardAsync().ConfigureAwait(false);
        ClassRow? row = dashboard is null ? null : new(dashboard.Add(@class.Name));
        AppHostOptions options = new() { Run = _run.Value, Name = @class.Name, Lane = _options.Lane, Telemetry = telemetry };
        if (Lane == Lane.Aspire)
        {
            options = options with { ReadyLimit = s_containersLimit };
        }

        AppHostApplication? hosted = null;
        try
        {
            hosted = await AppHostApplication.CreateAsync(@class.AppHost, options, cancellationToken).ConfigureAwait(false);
            row?.Show(hosted);
            await hosted.WaitUntilReadyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (hosted is not null)
            {
                await hosted.DisposeAsync().ConfigureAwait(false);
            }

            if (row is not null)
            {
                Task shown = e is AppHostException { Code: NoContainerEngine } ? row.SkipAsync(e.Message) : row.FailAsync(e.Message);
                await shown.ConfigureAwait(false);
            }

            if (hosted?.HasGroup == true)
            {
                await FailureFile.AppendAsync(hosted.Group, e.Message).ConfigureAwait(false);
                Publish(EvidenceFile.LogsOf(@class.Name, hosted.Group));
            }

            throw;
        }

        TestRecordings recordings = new(AppHostProject.Of(Assembly.GetEntryAssembly()!).Directory, _options.Recordings);
        ClassApp app = new(@class, hosted, _options.KeepApps && Lane != Lane.Aspire, recordings, Recordings)
        {
            Row = row,
            Telemetry = telemetry,
        };
        row?.Run(app);
        _started[@class.Name] = app;
        return app;
    }

    private async Task<RunTelemetry?> StartTelemetryAsync()
    {
        try
        {
            RunTelemetry telemetry = await RunTelemetry.StartAsync(_run.Value).ConfigureAwait(false);
            _spans = new();
            return telemetry;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WhyNoDashboard = $"TO1716: The telemetry of this run is not kept: {e.Message}";
            return null;
        }
    }

    private async Task<RunDashboard?> StartDashboardAsync()
    {
        EngineRun run = _run.Value;
        try
        {
            // Of the test hosts of a solution, one has the dashboard, and the others report to it.
            using FileLock? turn = _options.DotnetTest is null ? null : await OpenDashboard.TakeTurnAsync(run).ConfigureAwait(false);
            if (OpenDashboard.Find(run, _options.DotnetTest) is { } other)
            {
                other.Report(run);
                OtherDashboard = other;
                return null;
            }

            string program = DashboardProgram.Find([run.Directory]);
            RunDashboard dashboard = await RunDashboard.StartAsync(run, run.Options.Name, program).ConfigureAwait(false);
            if (_options.DotnetTest is { } session)
            {
                dashboard.Share(session);
            }

            return dashboard;
        }
#pragma warning disable CA1031 // No test fails because of what shows it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            WhyNoDashboard = e is AppHostException ? e.Message : $"TO1712: Aspire's dashboard did not start: {e.Message}";
            return null;
        }
    }

    private async Task StopAsync(ClassApp app)
    {
        if (app.HasFailedTests)
        {
            // Again: traffic of tests that came after the failed one is in it, too.
            await TrafficFiles.WriteAsync(app).ConfigureAwait(false);
        }

        foreach (ResourceStatus failure in app.TakeNewFailures())
        {
            _postMortem.Enqueue((app.ClassName, new ResourceCrashedException($"TO4006: A resource of the application ended, and no test saw it. {failure.Reason}")));
        }

        try
        {
            app.End();
            if (app.IsKept && app.HasFailedTests)
            {
                await app.Application.KeepAsync(app.Class.AppHost.Args, app.AppHostDirectory).ConfigureAwait(false);
            }

            await app.Hosted.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever went wrong is told as a failure of the class; the other classes go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _postMortem.Enqueue((app.ClassName, e));
        }

        if (app.Row is { } row)
        {
            await row.EndAsync().ConfigureAwait(false);
        }

        if (app.HasFailedTests || _postMortem.Any(f => f.ClassName == app.ClassName))
        {
            Publish(EvidenceFile.Of(app));
        }
    }

    private void Publish(IEnumerable<EvidenceFile> files)
    {
        foreach (EvidenceFile file in files)
        {
            _evidence.Enqueue(file);
        }
    }

    private async Task EndAsync()
    {
        Interlocked.CompareExchange(ref s_current, null, this);
        await StopAppsAsync().ConfigureAwait(false);
        _spans?.Dispose();
        if (_dashboard.IsValueCreated && await _dashboard.Value.ConfigureAwait(false) is { } dashboard)
        {
            await dashboard.DisposeAsync().ConfigureAwait(false);
        }

        if (_telemetry.IsValueCreated && await _telemetry.Value.ConfigureAwait(false) is { } telemetry)
        {
            await telemetry.DisposeAsync().ConfigureAwait(false);
        }

        if (_run.IsValueCreated)
        {
            await _run.Value.DisposeAsync().ConfigureAwait(false);
        }
    }
}
