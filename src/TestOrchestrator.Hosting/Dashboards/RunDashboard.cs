using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Engine.Definitions;
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
    private const int FrontendPort = 18888;
    private const int TelemetryPort = 18889;
    private const int HttpTelemetryPort = 18890;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly DistributedApplication _application;

    private RunDashboard(DistributedApplication application, TimeProvider timeProvider, string token, string apiKey)
    {
        _application = application;
        TimeProvider = timeProvider;
        Notifications = application.Services.GetRequiredService<ResourceNotificationService>();
        Loggers = application.Services.GetRequiredService<ResourceLoggerService>();
        string host = application.Services.GetRequiredService<LocalEngineService>().Application!.Address.ToString();
        Address = new($"http://{host}:{FrontendPort}/login?t={token}");
        Telemetry = new(new($"http://{host}:{TelemetryPort}"), $"x-otlp-api-key={apiKey}");
        Spans = new(new($"http://{host}:{HttpTelemetryPort}"), apiKey);
    }

    /// <summary>Gets the address to open in a browser, with the token that lets in.</summary>
    public Uri Address { get; }

    internal ResourceNotificationService Notifications { get; }

    internal ResourceLoggerService Loggers { get; }

    internal TelemetryReceiver Telemetry { get; }

    internal SpanSender Spans { get; }

    internal TimeProvider TimeProvider { get; }

    /// <summary>Starts the dashboard, and waits until it answers.</summary>
    /// <param name="run">The run that it shows and ends with.</param>
    /// <param name="appHost">The assembly of an app host: its metadata say where the dashboard's program is.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The dashboard.</returns>
    /// <exception cref="AppHostException">The app host has no dashboard, or it did not start.</exception>
    public static async Task<RunDashboard> StartAsync(EngineRun run, Assembly appHost, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(appHost);
        string name = appHost.GetName().Name!;
        if (!appHost.GetCustomAttributes<AssemblyMetadataAttribute>().Any(m => m.Key.Equals("aspiredashboardpath", StringComparison.OrdinalIgnoreCase)))
        {
            throw AppHostException.NoDashboard(name, "its assembly does not say where the program of the dashboard is. Build it with Aspire.AppHost.Sdk, and without SkipAddAspireDefaultReferences");
        }

        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            // The dashboard's options are read while the builder is made.
            Args = [.. Settings.Select(s => $"--{s.Key}={s.Value}")],
            AssemblyName = name,
            AllowUnsecuredTransport = true,
            DashboardApplicationName = run.Options.Name,
            DeveloperCertificateDefaultHttpsTerminationEnabled = false,
        });
        LocalEngineSettings settings = new() { Name = "dashboard", Run = run, Lane = Lane.Real, HasHealthChecks = false };
        if (!LocalEngine.TryInstall(builder, settings))
        {
            throw AppHostException.NoDashboard(name, "this version of Aspire is not known to the local engine");
        }

        LocalEngine.TrimForTests(builder.Services, settings with { IsTest = true });
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        DistributedApplication application = builder.Build();
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            RunDashboard dashboard = new(application, run.Options.TimeProvider, builder.Configuration["AppHost:BrowserToken"] ?? "", builder.Configuration["AppHost:OtlpApiKey"] ?? "");
            await dashboard.WaitUntilItAnswersAsync(name, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Stops the dashboard.</summary>
    public async ValueTask DisposeAsync()
    {
        await Spans.DisposeAsync().ConfigureAwait(false);
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
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

    private async Task WaitUntilItAnswersAsync(string appHost, CancellationToken cancellationToken)
    {
        LocalEngineService engine = _application.Services.GetRequiredService<LocalEngineService>();
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        long begun = TimeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri(Address, "/"), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (HttpRequestException e)
            {
                if (engine.Instances.FirstOrDefault(static i => i.IsFailure) is { Reason: { } reason })
                {
                    throw AppHostException.NoDashboard(appHost, reason);
                }

                if (TimeProvider.GetElapsedTime(begun) > s_limit)
                {
                    throw AppHostException.NoDashboard(appHost, $"it does not answer after {s_limit.TotalSeconds:0} s: {e.Message}");
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
