using System.Globalization;
using Bench.Cases;
using Bench.Proxies;

namespace Bench.Peers;

/// <summary>squid that opens all TLS and caches nothing, with its log off: it keeps nothing of what it has seen. In C, for reference.</summary>
internal sealed class SquidPeer : IContender
{
    private const string Program = "squid";
    private const string Certificates = "/usr/lib/squid/security_file_certgen";

    // As whom it goes on when it is started by root.
    private const string User = "proxy";

    public string Name => Program;

    public string? Missing => PeerProxy.Find(Program) is null || !File.Exists(Certificates) ? $"there is no '{Program}' in PATH that can open TLS. On Debian: sudo apt-get install squid-openssl" : null;

    public TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(1.5);

    public bool HasMocks => false;

    public bool HasHttp2 => false;

    public async Task<RunningProxy> StartAsync(Ground ground, ProxyWish wish)
    {
        int port = FreePort.Take();
        string directory = Path.Combine(ground.Directory, string.Create(CultureInfo.InvariantCulture, $"squid-{port}"));
        Directory.CreateDirectory(directory);
        string leaves = Path.Combine(directory, "leaves");
        await ExternalCommand.MustAsync(directory, Certificates, "-c", "-s", leaves, "-M", "4MB");
        string template = await File.ReadAllTextAsync(Path.Combine(BenchRun.Project, "Peers", "squid", "squid.conf"));
        string configuration = Path.Combine(directory, "squid.conf");
        await File.WriteAllTextAsync(configuration, template
            .Replace("@PORT@", $"{port}", StringComparison.Ordinal)
            .Replace("@AUTHORITY@", ground.Peers.Both, StringComparison.Ordinal)
            .Replace("@TRUST@", ground.Trust, StringComparison.Ordinal)
            .Replace("@CERTGEN@", $"{Certificates} -s {leaves} -M 4MB", StringComparison.Ordinal)
            .Replace("@DIRECTORY@", directory, StringComparison.Ordinal));
        if (Environment.IsPrivilegedProcess)
        {
            await ExternalCommand.MustAsync(directory, "chown", "-R", User, directory);
        }

        return PeerProxy.Start(port, new(PeerProxy.Find(Program)!, ["-N", "-f", configuration]));
    }
}
