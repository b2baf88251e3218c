using Bench.Proxies;

namespace Bench.Peers;

/// <summary>mitmdump as it is, without output and without a file: it keeps nothing of what it has seen.</summary>
internal sealed class MitmdumpPeer : IContender
{
    private const string Program = "mitmdump";

    public string Name => Program;

    public string? Missing => PeerProxy.Find(Program) is null ? $"there is no '{Program}' in PATH. On Debian: sudo apt-get install mitmproxy" : null;

    public TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(1.5);

    public bool HasMocks => false;

    public bool HasHttp2 => true;

    public Task<RunningProxy> StartAsync(Ground ground, ProxyWish wish)
    {
        int port = FreePort.Take();

        // Its authority is the file mitmproxy-ca.pem of the directory.
        return Task.FromResult(PeerProxy.Start(port, new(
            PeerProxy.Find(Program)!,
            ["-q", "--listen-host", "127.0.0.1", "-p", $"{port}", "--set", $"confdir={Path.GetDirectoryName(ground.Peers.Both)}", "--set", $"ssl_verify_upstream_trusted_ca={ground.Trust}"])));
    }
}
