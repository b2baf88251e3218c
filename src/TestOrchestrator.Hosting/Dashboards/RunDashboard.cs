using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Engine.Definitions;
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
    private readonly string _apiKey;

    private RunDashboard(DistributedApplication application, EngineRun run, IConfiguration configuration)
    {
        _application = application;
        _run = run;
        _otlpKey = configuration["AppHost:OtlpApiKey"] ?? "";
        _apiKey = configuration["AppHost:DashboardApiKey"] ?? "";
        Notifications = application.Services.GetRequiredService<ResourceNotificationService>();
        Loggers = application.Services.GetRequiredService<ResourceLoggerService>();
        string host = application.Services.GetRequiredService<LocalEngineService>().Application!.Address.ToString();
        _receiver = new($"http://{host}:{HttpTelemetryPort}");
        Address = new($"http://{host}:{FrontendPort}/login?t={configuration["AppHost:BrowserToken"]}");
        Telemetry = new(new($"http://{host}:{TelemetryPort}"), $"x-otlp-api-key={_otlpKey}");
        Spans = new(_client, _receiver, _otlpKey);
    }

    /// <summary>Gets the address to open in a browser, with the token that lets in.</summary>
    public Uri Address { get; }

    internal ResourceNotificationService Notifications { get; }

    internal ResourceLoggerService Loggers { get; }

    internal TelemetryReceiver Telemetry { get; }

    internal SpanSender Spans { get; }

    internal TimeProvider TimeProvider => _run.Options.TimeProvider;

    /// <summary>Starts the dashboard, and waits until it answers.</summary>
    /// <param name="run">The run that it shows and ends with.</param>
    /// <param name="appHost">The assembly of an app host: its metadata say where the dashboard's program is.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The dashboard.</returns>
    /// <exception cref="AppHostException">The app host has no dashboard, or it did not start.</exception>
    public static Task<RunDashboard> StartAsync(EngineRun run, Assembly appHost, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(appHost);
        return StartAsync(
            run,
            run.Options.Name,
            DashboardProgram.Of(appHost) ?? throw AppHostException.NoDashboard(
                $"the assembly of the app host '{appHost.GetName().Name}' does not say where the program of the dashboard is. "
                + "Build it with Aspire.AppHost.Sdk, and without SkipAddAspireDefaultReferences"),
            cancellationToken);
    }

    /// <summary>Starts the dashboard, and waits until it answers.</summary>
    /// <param name="run">The run that it ends with.</param>
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
        return new(this, name);
    }

    /// <summary>Shows what the directory of a run tells of it: its classes, their applications with logs, and traces if it has kept any.</summary>
    /// <param name="record">The run.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task ShowAsync(RunRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (ApplicationRecord application in record.Applications.Where(a => a.Name != ApplicationName))
        {
            await RecordedClass.ShowAsync(this, application, cancellationToken).ConfigureAwait(false);
        }

        await new DashboardTelemetry(_client).SendAsync(record.Directory, _receiver, _otlpKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the traces and structured logs that have arrived into the directory of the run, so that it can be opened with them later.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task SaveTelemetryAsync(CancellationToken cancellationToken = default)
    {
        await Spans.DisposeAsync().ConfigureAwait(false);
        await new DashboardTelemetry(_client).SaveAsync(Address, _apiKey, _run.Directory, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the dashboard.</summary>
    public async ValueTask DisposeAsync()
    {
        await Spans.DisposeAsync().ConfigureAwait(false);
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
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
        LocalEngineService engine = _application.Services.GetRequiredService<LocalEngineService>();
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
                if (engine.Instances.FirstOrDefault(static i => i.IsFailure) is { Reason: { } reason })
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
