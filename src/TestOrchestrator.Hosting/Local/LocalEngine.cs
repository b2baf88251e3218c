using System.Reflection;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Puts the local engine into an application in place of DCP.</summary>
internal static class LocalEngine
{
    /// <summary>The setting of an app host's configuration that names the lane.</summary>
    public const string LaneSetting = "TestOrchestrator:Lane";

    /// <summary>The setting by which a test run says which lane it has chosen; it comes before all others.</summary>
    public const string RunLaneSetting = "TestOrchestrator:RunLane";

    /// <summary>The setting by which other major versions of servers than the app host asks for are refused.</summary>
    public const string StrictVersionsSetting = "TestOrchestrator:StrictVersions";

    /// <summary>Puts the engine into an application that is about to be built. Called again, it changes the settings.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="settings">How the engine runs it.</param>
    /// <returns>False if this version of Aspire does not have the service that the engine replaces: nothing was changed.</returns>
    public static bool TryInstall(IDistributedApplicationBuilder builder, LocalEngineSettings settings)
    {
        IServiceCollection services = builder.Services;
        settings = settings with
        {
            Builder = builder,
            HasStrictVersions = builder.Configuration.GetValue<bool>(StrictVersionsSetting),
        };
        if (Installed(builder) is { } earlier)
        {
            services.Remove(earlier);
            services.AddSingleton(settings);
            TrimForTests(services, settings);
            return true;
        }

        int at = AspireInternals.Instance.HasOrchestrator ? IndexOf(services, AspireInternals.OrchestratorService) : -1;
        if (at < 0)
        {
            return false;
        }

        services.RemoveAt(at);
        services.Insert(
            at,
            ServiceDescriptor.Singleton<IHostedService, LocalEngineService>(static provider => provider.GetRequiredService<LocalEngineService>()));
        services.AddSingleton<LocalEngineService>();
        services.AddSingleton(settings);
        if (AspireInternals.Instance.CanReportHealth && IndexOf(services, AspireInternals.HealthService) is >= 0 and int health)
        {
            services.RemoveAt(health);
        }

        TrimForTests(services, settings);
        services.AddOptions<HealthCheckServiceOptions>().PostConfigure<LocalEngineService>(static (options, engine) => engine.ReplaceChecks(options));

        // The checks of servers fail until these are there, which is no error.
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));

        // Health checks ask on loopback; a proxy that the machine is set up with is for the outside.
        services.ConfigureHttpClientDefaults(static client => client.ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { UseProxy = false }));
        Configure(builder);
        return true;
    }

    /// <summary>Gets whether the engine is in an application already.</summary>
    public static bool IsInstalled(IDistributedApplicationBuilder builder) => Installed(builder) is not null;

    /// <summary>Leaves out services that a test has no use for.</summary>
    public static void TrimForTests(IServiceCollection services, LocalEngineSettings settings)
    {
        if (!settings.IsTest)
        {
            return;
        }

        for (int i = services.Count - 1; i >= 0; i--)
        {
            bool isHosted = services[i].ServiceType == typeof(IHostedService);
            if (isHosted && AspireInternals.OfNoUseInTests.Contains(AspireInternals.NameOf(services[i])))
            {
                services.RemoveAt(i);
            }
        }
    }

    /// <summary>Finds a hosted service by the name of its type; -1 if there is none.</summary>
    public static int IndexOf(IServiceCollection services, string hostedService)
    {
        for (int i = services.Count - 1; i >= 0; i--)
        {
            if (services[i].ServiceType == typeof(IHostedService) && AspireInternals.NameOf(services[i]) == hostedService)
            {
                return i;
            }
        }

        return -1;
    }

    private static ServiceDescriptor? Installed(IDistributedApplicationBuilder builder) =>
        builder.Services.FirstOrDefault(s => s.ServiceType == typeof(LocalEngineSettings));

    private static void Configure(IDistributedApplicationBuilder builder)
    {
        // A trusted development certificate is for localhost, and the servers have addresses of their own: they stay without TLS.
        builder.Configuration["ASPIRE_DEVELOPER_CERTIFICATE_DEFAULT_HTTPS_TERMINATION"] = "false";

        // Aspire validates the options of DCP when it names resources, whether DCP runs or not: the paths must not be blank.
        SetDefault("DcpPublisher:CliPath", "dcpclipath", "/none/dcp");
        SetDefault("DcpPublisher:DashboardPath", "aspiredashboardpath", "/none/dashboard");

        void SetDefault(string key, string metadata, string value)
        {
            bool isInMetadata = builder.AppHostAssembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Any(m => m.Key.Equals(metadata, StringComparison.OrdinalIgnoreCase)) == true;
            if (!isInMetadata && string.IsNullOrWhiteSpace(builder.Configuration[key]))
            {
                builder.Configuration[key] = value;
            }
        }
    }
}
