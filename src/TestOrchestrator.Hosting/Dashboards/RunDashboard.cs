using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Records;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Local;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>
/// One Aspire dashboard for a whole run. It belongs to an application without resources of its own: test classes and their applications
/// are shown as resources that are not in its model. Thread-safe.
/// </summary>
public sealed class RunDashboard : IAsyncDisposable
{
    /// <summary>The name of the application that the dashboard belongs to.</summary>
    internal const string ApplicationName = "dashboard";

    private const int FrontendPort = 18888;
    private const int TelemetryPort = 18889;
    private const int HttpTelemetryPort = 18890;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    // For the dashboard on this machine, whatever proxy the machine is set up with. Its requests are no test's, and are not traced.
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    });

    private readonly DistributedApplication _application;
    private readonly EngineRun _run;
    private readonly Uri _receiver;
    private readonly string _otlpKey;
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, RecordedRun> _shown = new(StringComparer.Ordinal);
    private Task _follower = Task.CompletedTask;

    private RunDashboard(DistributedApplication application, EngineRun run, IConfiguration configuration)
    {
        _application = application;
        _run = run;
        _otlpKey = configuration["AppHost:OtlpApiKey"] ?? "";
        Notifications = application.Services.GetRequiredService<ResourceNotificationService>();
        Loggers = application.Services.GetRequiredService<ResourceLoggerService>();
        string host = application.Services.GetRequiredService<LocalEngineService>().Application!.Address.ToString();
        _receiver = new($"http://{host}:{HttpTelemetryPort}");
        Address = new($"http://{host}:{FrontendPort}/login?t={configuration["AppHost:BrowserToken"]}");
    }

    /// <summary>Gets the address to open in a browser, with the token that lets in.</summary>
    public Uri Address { get; }

    internal ResourceNotificationService Notifications { get; }

    internal ResourceLoggerService Loggers { get; }

    /// <summary>Gets why it has ended by itself; null as long as it runs.</summary>
    public string? Failure => FindFailure() is { } ended ? AppHostException.DashboardEnded(ended.Reason ?? ended.State).Message : null;

    internal TimeProvider TimeProvider => _run.Options.TimeProvider;

    /// <summary>Starts the dashboard, and waits until it answers.</summary>
    /// <param name="run">The run that it ends with, and whose telemetry it shows.</param>
    /// <param name="name">What it shows, for its title.</param>
    /// <param name="program">The path of the dashboard's program.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The dashboard.</returns>
    /// <exception cref="AppHostException">It did not start.</exception>
    public static async Task<RunDashboard> StartAsync(
        EngineRun run,
        string name,
        string program,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            // The dashboard's options are read while the builder is made.
            Args = [.. Settings.Select(s => $"--{s.Key}={s.Value}"), $"--DcpPublisher:DashboardPath={program}"],
            AssemblyName = typeof(RunDashboard).Assembly.GetName().Name,
            AllowUnsecuredTransport = true,
            DashboardApplicationName = name,
            DeveloperCertificateDefaultHttpsTerminationEnabled = false,
        });
        LocalEngineSettings settings = new() { Name = ApplicationName, Run = run, Lane = Lane.Real, HasHealthChecks = false };
        if (!LocalEngine.TryInstall(builder, settings))
        {
            throw AppHostException.NoDashboard("this version of Aspire is not known to the local engine");
        }

        LocalEngine.TrimForTests(builder.Services, settings with { IsTest = true });
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        DistributedApplication application = builder.Build();
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            RunDashboard dashboard = new(application, run, builder.Configuration);
            await dashboard.WaitUntilItAnswersAsync(cancellationToken).ConfigureAwait(false);
            using (ExecutionContext.SuppressFlow())
            {
                // What it does belongs to no test, whichever test it is started for.
                dashboard._follower = Task.Run(dashboard.FollowAsync, CancellationToken.None);
            }

            return dashboard;
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Shows a test class.</summary>
    /// <param name="name">The full name of the class.</param>
    /// <returns>Its row.</returns>
    public DashboardClass Add(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(this, _run.Id.ToString(), name);
    }

    /// <summary>
    /// Shows what the directory of a run that is over tells of it: its classes, their applications with logs, and traces if it kept any.
    /// </summary>
    /// <param name="runDirectory">The directory of the run.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task ShowAsync(string runDirectory, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(runDirectory);
        RecordedRun run = new(this, runDirectory, ReaderOf(runDirectory));
        return WithShownAsync(
            async () =>
            {
                _shown.Add(runDirectory, run);
                await run.UpdateAsync(isOver: true, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>Offers runs that are over: each has a row with a command that shows it.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task OfferAsync(IEnumerable<RunRecord> runs, CancellationToken cancellationToken = default) => WithShownAsync(
        () =>
        {
            foreach (RunRecord record in runs)
            {
                RecordedRun run = new(this, record.Directory, ReaderOf(record.Directory)) { HasRow = true };
                _shown.Add(record.Directory, run);
                run.Offer(record, OpenAsync);
            }

            return Task.CompletedTask;

            Task OpenAsync(RecordedRun run) => WithShownAsync(() => run.UpdateAsync(isOver: true, _over.Token), _over.Token);
        },
        cancellationToken);

    /// <summary>Has the runs of other processes report to this dashboard, which shows them beside its own.</summary>
    /// <param name="session">The <c>dotnet test</c> whose test hosts may report; null for all of this user.</param>
    public void Share(ProcessIdentity? session) => OpenDashboard.Offer(_run.StateDirectory, Address, session);

    /// <summary>Waits until every run that has reported so far, or does so meanwhile, has ended.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitForReportersAsync(CancellationToken cancellationToken = default)
    {
        while (OpenDashboard.ReportsTo(_run.StateDirectory).Any(static r => r.Reporter.IsRunning))
        {
            await Task.Delay(s_interval, TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the dashboard.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _follower.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (RecordedRun run in _shown.Values)
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }

        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
        _turn.Dispose();
        _over.Dispose();
    }

    private ResourceStatus? FindFailure() =>
        _application.Services.GetRequiredService<LocalEngineService>().Instances.FirstOrDefault(static i => i.IsFailure);

    private TelemetryReader ReaderOf(string runDirectory) => new(runDirectory, _client, _receiver, _otlpKey);

    private async Task WithShownAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    // The telemetry of its own run, whose classes are shown by who runs them; and everything of runs that report.
    private async Task FollowAsync()
    {
        using TelemetryReader own = ReaderOf(_run.Directory);
        while (true)
        {
            await TryAsync(() => own.SendAsync(_over.Token)).ConfigureAwait(false);
            await TryAsync(() => WithShownAsync(FollowReportersAsync, _over.Token)).ConfigureAwait(false);
            await Task.Delay(s_interval, TimeProvider, _over.Token).ConfigureAwait(false);
        }
    }

    private async Task FollowReportersAsync()
    {
        foreach ((string directory, ProcessIdentity reporter) in OpenDashboard.ReportsTo(_run.StateDirectory))
        {
            if (!_shown.TryGetValue(directory, out RecordedRun? run))
            {
                _shown.Add(directory, run = new(this, directory, ReaderOf(directory)) { HasRow = true });
            }

            // Before its last lines are read.
            bool isOver = !reporter.IsRunning;
            await TryAsync(() => run.UpdateAsync(isOver, _over.Token)).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // No test fails because of what shows it.
        catch (Exception) when (!_over.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // The next round tries again.
        }
    }

    private static Dictionary<string, string> Settings => new()
    {
        ["hostBuilder:reloadConfigOnChange"] = "false",
        ["ASPNETCORE_URLS"] = $"http://localhost:{FrontendPort}",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{TelemetryPort}",
        ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = $"http://localhost:{HttpTelemetryPort}",
        ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = "http://127.0.0.1:0",
        ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
    };

    private async Task WaitUntilItAnswersAsync(CancellationToken cancellationToken)
    {
        long begun = TimeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                using HttpResponseMessage answer = await _client.GetAsync(new Uri(Address, "/"), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (HttpRequestException e)
            {
                if (FindFailure() is { Reason: { } reason })
                {
                    throw AppHostException.NoDashboard(reason);
                }

                if (TimeProvider.GetElapsedTime(begun) > s_limit)
                {
                    throw AppHostException.NoDashboard($"it does not answer after {s_limit.TotalSeconds:0} s: {e.Message}");
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
