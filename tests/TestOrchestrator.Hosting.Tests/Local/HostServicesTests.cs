using System.Collections.Concurrent;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.Hosting.Tests.Scenes;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Hosting.Tests.Local;

/// <summary>What Aspire puts into the host of an application, and what becomes of it with the local engine.</summary>
[TestClass]
public sealed class HostServicesTests : IAsyncDisposable
{
    private readonly HostingRun _run = new();

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    // Some are registered by a factory, and known by what that returns.
    [TestMethod]
    public void Of_Aspires_hosted_services_a_test_keeps_the_life_cycle_alone_and_the_engine_has_the_place_of_the_orchestrator()
    {
        string[] plain = HostedServices(isOurs: false, isTest: true);
        string[] ours = HostedServices(isOurs: true, isTest: true);

        Assert.AreEqual(AspireInternals.OrchestratorService, plain[^1], "Aspire's engine is the last to start.");
        CollectionAssert.IsSubsetOf(
            AspireInternals.OfNoUseInTests.Where(n => !n.EndsWith("ForwarderService", StringComparison.Ordinal)).ToArray(), plain);
        Assert.AreEqual($"Aspire.Hosting.DistributedApplicationLifecycle {typeof(LocalEngineService).FullName}", string.Join(' ', ours));
    }

    [TestMethod]
    public void A_run_by_hand_keeps_all_of_them_but_the_orchestrator_and_the_health_service()
    {
        string[] expected = [.. HostedServices(isOurs: false, isTest: false)
            .Where(n => n != AspireInternals.HealthService)
            .Select(n => n == AspireInternals.OrchestratorService ? typeof(LocalEngineService).FullName! : n)];

        Assert.AreEqual(string.Join('\n', expected), string.Join('\n', HostedServices(isOurs: true, isTest: false)));
    }

    // A user has 128 instances of inotify, and each watched file takes one.
    [TestMethod]
    public async Task No_settings_file_of_an_app_host_is_watched()
    {
        IConfigurationSource[] sources = [];
        await using AppHostApplication application = await CreateAsync(builder => sources = [.. builder.Configuration.Sources]);

        FileConfigurationSource[] files = [.. sources.OfType<FileConfigurationSource>()];

        Assert.IsNotEmpty(files);
        Assert.AreEqual("", string.Join(", ", files.Where(f => f.ReloadOnChange).Select(f => f.Path)));
    }

    // Settings of the host that are set one by one are lost: its sources are made anew.
    [TestMethod]
    public async Task An_app_host_has_the_settings_of_its_launch_profile_its_name_and_its_directory()
    {
        IDistributedApplicationBuilder? built = null;
        await using AppHostApplication application = await CreateAsync(builder => built = builder);
        string project = RepositoryFile.PathOf("AppHost");

        Assert.AreEqual("true", built!.Configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"]);
        Assert.AreEqual("Development", built.Environment.EnvironmentName);
        Assert.AreEqual("AppHost", built.Environment.ApplicationName);
        Assert.AreEqual(project, Path.TrimEndingDirectorySeparator(built.AppHostDirectory));
        Assert.AreEqual(project, Path.TrimEndingDirectorySeparator(built.Environment.ContentRootPath));
    }

    [TestMethod]
    public async Task An_application_writes_nothing_to_the_console_of_the_tests()
    {
        await using AppHostApplication application = await CreateAsync(_ => { });

        string[] providers = [.. application.Application.Services.GetServices<ILoggerProvider>().Select(p => p.GetType().FullName!)];

        Assert.AreEqual("", string.Join(", ", providers.Where(n => n.Contains(".Console.", StringComparison.Ordinal))));
    }

    // The client that Aspire's own check of Redis makes is never disposed of: it would go on connecting after the end of each application.
    [TestMethod]
    public async Task The_health_of_servers_is_asked_of_the_engine()
    {
        await using LocalApplication application = LocalApplication.Build(builder =>
        {
            builder.AddRedis("cache");
            builder.AddPostgres("server").AddDatabase("orders");
        });

        HealthCheckServiceOptions options = application.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value;

        CollectionAssert.AreEquivalent(
            new[] { "cache_check", "server_check", "orders_check" }, options.Registrations.Select(r => r.Name).ToArray());
        CollectionAssert.AllItemsAreInstancesOfType(
            options.Registrations.Select(r => r.Factory(application.Services)).ToArray(), typeof(UnitHealthCheck));
    }

    [TestMethod]
    public async Task A_check_that_fails_while_a_resource_starts_is_no_error_in_the_log()
    {
        using Written written = new();
        int looks = 0;
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            builder.Services.AddLogging(logging => logging.AddProvider(written));
            builder.Services.AddHealthChecks().AddCheck(
                "second",
                () => Interlocked.Increment(ref looks) > 1 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("not yet"));
            builder.AddExecutable("program", "sleep", "/", "600").WithHealthCheck("second");
        });

        await application.WaitUntilHealthyAsync("program");

        Assert.IsNotEmpty(written.Lines);
        Assert.AreEqual("", string.Join('\n', written.Lines.Where(l => l.Contains("HealthChecks", StringComparison.Ordinal))));
    }

    // Where the machine has a trusted development certificate, Aspire gives Redis TLS by default, with a certificate for localhost.
    [TestMethod]
    public async Task A_trusted_development_certificate_is_not_used_for_servers()
    {
        using TemporaryDirectory home = new();
        OtherProcessOptions options = new()
        {
            Environment = new()
            {
                ["HOME"] = home.Path,
                ["DOTNET_CLI_HOME"] = home.Path,
                ["SSL_CERT_DIR"] = $"{home.Path}/.aspnet/dev-certs/trust:/etc/ssl/certs",
                ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
            },
        };

        OtherProcessResult result = await OtherProcess.RunAsync(HostingScenes.WithDeveloperCertificate, options);

        Assert.AreEqual("Aspire: tcp secondary; local engine: tcp", result.Output, $"{result}");
    }

    // Aspire's commands would stop the dashboard that they are shown in.
    [TestMethod]
    public async Task What_excludes_the_commands_of_the_life_cycle_has_none()
    {
        const string Name = "Aspire.Hosting.ApplicationModel.ExcludeLifecycleCommandsAnnotation";
        Type annotation = typeof(DistributedApplication).Assembly.GetType(Name, throwOnError: true)!;
        await using LocalApplication application = await LocalApplication.StartAsync(builder => builder.AddExecutable("program", "sleep", "/", "600")
            .WithAnnotation((IResourceAnnotation)Activator.CreateInstance(annotation)!));

        CustomResourceSnapshot running = await application.WaitAsync("program", KnownResourceStates.Running);

        Assert.AreEqual("", string.Join(", ", running.Commands.Select(c => c.Name)));
    }

    // For a container Aspire asks DCP under which name the host is reached.
    [TestMethod]
    public async Task The_address_of_the_host_in_a_variable_of_a_server_does_not_ask_DCP()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddRedis("cache").WithEnvironment("COLLECTOR", $"{new HostUrl("http://localhost:4317")}").WithOtlpExporter());

        await application.WaitUntilHealthyAsync("cache");

        CustomResourceSnapshot running = await application.WaitAsync("cache", KnownResourceStates.Running);
        Assert.AreEqual("http://localhost:4317", running.EnvironmentVariables.Single(v => v.Name == "COLLECTOR").Value);
    }

    [TestMethod]
    public async Task An_endpoint_of_another_host_name_is_at_the_address_of_the_application()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<ExecutableResource> server = builder.AddExecutable("server", "dotnet", "/", "exec", AssetPrograms.PortListener)
                .WithHttpEndpoint().WithEndpoint("http", e => e.TargetHost = "shop.dev.localhost");
            EndpointReference http = server.GetEndpoint("http");
            server.WithArgs(ReferenceExpression.Create(
                $"{http.Property(EndpointProperty.Host)}:{http.Property(EndpointProperty.TargetPort)}"));
        });
        await application.WaitUntilHealthyAsync("server");

        Uri url = application.Application.GetEndpoint("server", "http");

        Assert.AreEqual(application.Group.Address.ToString(), url.Host);
        CustomResourceSnapshot running = await application.WaitAsync("server", KnownResourceStates.Running);
        Assert.AreEqual(url.GetLeftPart(UriPartial.Authority), running.Urls.Single().Url);
    }

    private static string[] HostedServices(bool isOurs, bool isTest)
    {
        using TemporaryDirectory directory = new();
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            ProjectDirectory = directory.Path,
            DisableDashboard = isTest,
        });
        if (isOurs)
        {
            Assert.IsTrue(LocalEngine.TryInstall(builder, new() { Name = "app", IsTest = isTest }));
        }

        return [.. builder.Services.Where(s => s.ServiceType == typeof(IHostedService)).Select(s => AspireInternals.NameOf(s) ?? "")];
    }

    private Task<AppHostApplication> CreateAsync(Action<IDistributedApplicationBuilder> configure) => AppHostApplication.CreateAsync(
        new() { AppHost = typeof(Projects.AppHost), Configure = configure }, new() { Run = _run.Run, Name = "app", Lane = Lane.Fast });

    /// <summary>Keeps what is written to the log. Thread-safe.</summary>
    private sealed class Written : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Category(categoryName, Lines);

        public void Dispose()
        {
        }

        private sealed class Category(string name, ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{logLevel} {name}: {formatter(state, exception)}");
        }
    }
}
