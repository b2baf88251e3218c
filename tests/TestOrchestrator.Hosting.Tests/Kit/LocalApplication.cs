using System.Collections.Immutable;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Hosting.Tests.Kit;

/// <summary>An application of Aspire's testing builder on the local engine. Thread-safe.</summary>
internal sealed class LocalApplication : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly HostingRun? _ownRun;
    private readonly TemporaryDirectory _directory;

    private LocalApplication(DistributedApplication application, HostingRun? ownRun, TemporaryDirectory directory)
    {
        Application = application;
        _ownRun = ownRun;
        _directory = directory;
    }

    public DistributedApplication Application { get; }

    public IServiceProvider Services => Application.Services;

    public DistributedApplicationModel Model => Services.GetRequiredService<DistributedApplicationModel>();

    public ResourceNotificationService Notifications => Application.ResourceNotifications;

    public RunningApplication Group => Services.GetRequiredService<LocalEngineService>().Application!;

    /// <summary>Gets the directory of the app host, in which there is nothing but what tests write.</summary>
    public string Directory => _directory.Path;

    /// <summary>Makes a builder and installs the engine in it.</summary>
    public static IDistributedApplicationTestingBuilder CreateBuilder(string directory, params string[] args)
    {
        IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create(args, (options, host) =>
        {
            options.ProjectDirectory = directory;
            host.Configuration = new();
            host.Configuration["hostBuilder:reloadConfigOnChange"] = "false";
        });
        builder.UseLocalEngine();
        return builder;
    }

    /// <summary>Builds an application, and starts nothing.</summary>
    /// <param name="describe">Describes it.</param>
    /// <param name="run">The run that it belongs to; null: one of its own.</param>
    /// <param name="args">The arguments of the app host.</param>
    public static LocalApplication Build(Action<IDistributedApplicationTestingBuilder> describe, HostingRun? run = null, params string[] args) =>
        Build(describe, run, hasContainers: false, args);

    private static LocalApplication Build(Action<IDistributedApplicationTestingBuilder> describe, HostingRun? run, bool hasContainers, string[] args)
    {
        TemporaryDirectory directory = new();
        HostingRun? ownRun = run is null ? new() : null;
        IDistributedApplicationTestingBuilder builder = CreateBuilder(directory.Path, args);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        describe(builder);
        LocalEngineSettings settings = new() { Name = "app", Run = (run ?? ownRun!).Run, IsTest = true };
        LocalEngine.TryInstall(builder, hasContainers ? settings : settings with { FindContainerEngine = static _ => Task.FromResult<ContainerEngineApi?>(null) });
        return new(builder.Build(), ownRun, directory);
    }

    /// <summary>Builds and starts an application, on a machine that is taken for one without a container engine.</summary>
    public static Task<LocalApplication> StartAsync(Action<IDistributedApplicationTestingBuilder> describe, HostingRun? run = null, params string[] args) =>
        StartAsync(Build(describe, run, args));

    /// <summary>Builds and starts an application, with the container engine of the machine.</summary>
    public static Task<LocalApplication> StartWithContainersAsync(Action<IDistributedApplicationTestingBuilder> describe, HostingRun? run = null) =>
        StartAsync(Build(describe, run, hasContainers: true, []));

    private static async Task<LocalApplication> StartAsync(LocalApplication application)
    {
        try
        {
            await application.StartAsync();
            return application;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins to start the application. A start does not end before the resources that others wait for are there.</summary>
    public async Task StartAsync() => await Application.StartAsync().WaitAsync(s_limit);

    /// <summary>Waits until a resource is in a state.</summary>
    /// <returns>What was known of it then.</returns>
    public async Task<CustomResourceSnapshot> WaitAsync(string resource, string state)
    {
        ResourceEvent reached = await Notifications.WaitForResourceAsync(resource, e => e.Snapshot.State?.Text == state).WaitAsync(s_limit);
        return reached.Snapshot;
    }

    public Task WaitUntilHealthyAsync(string resource) => Notifications.WaitForResourceHealthyAsync(resource).WaitAsync(s_limit);

    /// <summary>Waits until a resource has ended.</summary>
    /// <returns>What was known of it then.</returns>
    public async Task<CustomResourceSnapshot> EndAsync(string resource)
    {
        ResourceEvent ended = await Notifications
            .WaitForResourceAsync(resource, e => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text)).WaitAsync(s_limit);
        return ended.Snapshot;
    }

    /// <summary>Waits until a resource has ended, and returns the lines that it wrote.</summary>
    public async Task<ImmutableArray<string>> OutputAsync(string resource)
    {
        await EndAsync(resource);
        return [.. await File.ReadAllLinesAsync(Group.LogFileOf(resource))];
    }

    /// <summary>Reads what the log of a resource in Aspire has so far.</summary>
    public async Task<ImmutableArray<string>> LogAsync(string resource)
    {
        List<string> lines = [];
        await foreach (IReadOnlyList<LogLine> batch in Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(IdOf(resource)))
        {
            lines.AddRange(batch.Select(line => line.Content));
        }

        return [.. lines];
    }

    /// <summary>Gets the id that Aspire knows the only instance of a resource by.</summary>
    public string IdOf(string resource) =>
        Notifications.TryGetCurrentState(resource, out ResourceEvent? current) ? current.ResourceId : resource;

    /// <summary>Executes a command of a resource, as the dashboard does.</summary>
    public async Task<ExecuteCommandResult> CommandAsync(string resource, string command) =>
        await Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(resource, command).WaitAsync(s_limit);

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        if (_ownRun is not null)
        {
            await _ownRun.DisposeAsync();
        }

        _directory.Dispose();
    }
}
