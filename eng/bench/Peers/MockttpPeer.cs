using System.Diagnostics;
using Bench.Cases;
using Bench.Proxies;
using TestOrchestrator.Engine.Processes;

namespace Bench.Peers;

/// <summary>mockttp passing requests through; it records what it has seen, or not.</summary>
internal sealed class MockttpPeer(bool records) : IContender
{
    private const string Program = "node";

    // Where install.sh puts it.
    private static readonly string s_directory = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "testorchestrator-bench",
        "mockttp");

    public string Name => records ? "mockttp, recording" : "mockttp";

    public string? Missing => (ProgramPath.InPath(Program), Directory.Exists(Path.Combine(s_directory, "node_modules", "mockttp"))) switch
    {
        (null, _) => $"there is no '{Program}' in PATH. On Debian: sudo apt-get install nodejs npm",
        (_, false) => $"it is not in '{s_directory}'. To install it: sh eng/bench/Peers/mockttp/install.sh",
        _ => null,
    };

    // As long as ours: after 1.5 s its code is not compiled yet, and a request takes up to twice the processor time.
    public TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(8);

    public bool HasMocks => true;

    public bool HasHttp2 => true;

    public Task<RunningProxy> StartAsync(Ground ground, ProxyWish wish)
    {
        int port = FreePort.Take();
        string script = Path.Combine(BenchRun.Project, "Peers", "mockttp", "proxy.cjs");
        ProcessStartInfo program = new(Program, [script, s_directory, $"{port}", ground.Peers.Certificate, ground.Peers.Key, records ? "records" : "forgets", $"{wish.Mocks}"]);

        // Not its option additionalTrustedCAs: with that it reads all roots anew for each connection to the origin, which takes 20 ms.
        program.Environment["NODE_EXTRA_CA_CERTS"] = ground.Trust;
        return Task.FromResult(PeerProxy.Start(port, program));
    }
}
