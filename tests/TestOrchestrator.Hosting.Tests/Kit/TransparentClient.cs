using System.Collections.Immutable;
using TestOrchestrator.Engine.Interception;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Hosting.Tests.Kit;

/// <summary>An application of a proxy, and of programs that do not know of it. Thread-safe.</summary>
internal sealed class TransparentClient : IAsyncDisposable
{
    private readonly LocalApplication _application;
    private readonly InterceptingProxyResource _proxy;

    private TransparentClient(LocalApplication application, InterceptingProxyResource proxy)
    {
        _application = application;
        _proxy = proxy;
    }

    public static ImmutableArray<string> Dotnet { get; } = ["dotnet", "exec", AssetPrograms.DirectClient];

    public ProxyScope Proxy => Session.Root;

    public ProxySession Session => _proxy.Session!;

    /// <summary>Starts the proxy, and not the client; skips the test where clients cannot be led to it.</summary>
    public static async Task<TransparentClient> StartAsync(IEnumerable<string> command, UnmatchedRequests unmatched = UnmatchedRequests.LoopbackOnly)
    {
        if (TransparentProxies.WhyNot() is { } reason)
        {
            Assert.Inconclusive(reason);
        }

        string[] words = [.. command];
        InterceptingProxyResource? resource = null;
        LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<InterceptingProxyResource> proxy = builder.AddInterceptingProxy("proxy").WithUnmatchedRequests(unmatched);
            builder.AddExecutable("client", words[0], "/", words[1..]).WithTransparentProxy(proxy).WithExplicitStart();
            resource = proxy.Resource;
        });
        await application.WaitUntilHealthyAsync("proxy");
        return new(application, resource!);
    }

    /// <summary>Starts the client.</summary>
    public async Task StartAsync()
    {
        ExecuteCommandResult result = await _application.CommandAsync("client", KnownResourceCommands.StartCommand);
        Assert.IsTrue(result.Success, result.Message);
    }

    /// <summary>Runs the client to its end.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> RunAsync()
    {
        await StartAsync();
        return string.Join('\n', await _application.OutputAsync("client")).Trim();
    }

    /// <summary>Lists what the nursery holds for clients: its threads for them, and what it hears of their attempts by.</summary>
    public IReadOnlyList<string> HeldByNursery()
    {
        string nursery = Directory.EnumerateDirectories("/proc").Single(IsNursery);
        return
        [
            .. Directory.EnumerateDirectories($"{nursery}/task")
                .Select(t => File.ReadAllText($"{t}/comm").Trim()).Where(name => name is "connects" or "watched start" or "greeting"),
            .. Directory.EnumerateFileSystemEntries($"{nursery}/fd")
                .Select(f => new FileInfo(f).LinkTarget ?? "").Where(target => target.Contains("seccomp", StringComparison.Ordinal)),
        ];
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    // dotnet exec /dev/shm/testorchestrator-0/RUN/nursery.dll …
    private bool IsNursery(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline").Split('\0') is [_, "exec", { } program, ..]
                && Path.GetFileName(program) == "nursery.dll"
                && _application.Group.StateDirectory.StartsWith($"{Path.GetDirectoryName(program)}/", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It is no process, or has ended.
            return false;
        }
    }
}
