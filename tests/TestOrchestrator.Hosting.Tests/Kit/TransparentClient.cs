using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.AppModel.Startup;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Interception;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.Proxies;
using TestOrchestrator.Hosting.Runs;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Hosting.Tests.Kit;

/// <summary>An application of a proxy, and of programs that do not know of it. Thread-safe.</summary>
internal sealed class TransparentClient : IAsyncDisposable
{
    private readonly string _directory;
    private readonly EngineRun _run;
    private readonly RunningApplication _application;

    private TransparentClient(string directory, EngineRun run, RunningApplication application)
    {
        _directory = directory;
        _run = run;
        _application = application;
    }

    public static ImmutableArray<string> Dotnet { get; } = ["dotnet", "exec", Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "DirectClient", new DirectoryInfo(AppContext.BaseDirectory).Name, "DirectClient.dll"))];

    public ProxyScope Proxy => _application.GetRuntimes<InterceptingProxyRuntime>().Single().Runtime.Session!.Root;

    public ProxySession Session => _application.GetRuntimes<InterceptingProxyRuntime>().Single().Runtime.Session!;

    /// <summary>Starts the proxy, and not the client; skips the test where clients cannot be led to it.</summary>
    public static async Task<TransparentClient> StartAsync(IEnumerable<string> command, Action<IResourceBuilder<ExecutableResource>>? shape = null, UnmatchedRequests unmatched = UnmatchedRequests.LoopbackOnly)
    {
        if (TransparentProxies.WhyNot() is { } reason)
        {
            Assert.Inconclusive(reason);
        }

        string directory = Directory.CreateTempSubdirectory("to-transparent-").FullName;
        EngineRun run = OrchestratorRun.Start(new() { Name = "test", ProjectDirectory = directory });
        ApplicationModelBuilder builder = new() { Configuration = new ConfigurationManager(), Environment = new HostingEnvironment(), AppHostDirectory = "/" };
        IResourceBuilder<InterceptingProxyResource> proxy = builder.AddInterceptingProxy("proxy").WithUnmatchedRequests(unmatched);
        string[] words = [.. command];
        IResourceBuilder<ExecutableResource> client = builder.AddExecutable("client", words[0], "/", words[1..]).WithTransparentProxy(proxy).WithExplicitStart();
        shape?.Invoke(client);
        return new(directory, run, await run.StartApplicationAsync(ApplicationModel.Build(builder), new() { Name = "app" }));
    }

    /// <summary>Starts the client.</summary>
    public Task StartAsync() => _application.StartResourceAsync("client");

    /// <summary>Runs the client to its end.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> RunAsync()
    {
        await StartAsync();
        await _application.WaitForResourceAsync("client", ResourceState.Completed, TimeSpan.FromMinutes(1));
        return (await File.ReadAllTextAsync(_application.LogFileOf("client"))).Trim();
    }

    /// <summary>Lists what the nursery holds for clients: its threads for them, and what it hears of their attempts by.</summary>
    public IReadOnlyList<string> HeldByNursery()
    {
        string nursery = Directory.EnumerateDirectories("/proc").Single(IsNursery);
        return
        [
            .. Directory.EnumerateDirectories($"{nursery}/task").Select(t => File.ReadAllText($"{t}/comm").Trim()).Where(name => name is "connects" or "watched start" or "greeting"),
            .. Directory.EnumerateFileSystemEntries($"{nursery}/fd").Select(f => new FileInfo(f).LinkTarget ?? "").Where(target => target.Contains("seccomp", StringComparison.Ordinal)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    // dotnet exec /dev/shm/testorchestrator-0/RUN/nursery.dll …
    private bool IsNursery(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline").Split('\0') is [_, "exec", { } program, ..]
                && Path.GetFileName(program) == "nursery.dll"
                && _application.StateDirectory.StartsWith($"{Path.GetDirectoryName(program)}/", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It is no process, or has ended.
            return false;
        }
    }
}
