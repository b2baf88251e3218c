using Bench.Loads;
using Bench.Machines;
using Bench.Measuring;
using Bench.Origins;
using Bench.Roles;
using TestOrchestrator.Proxy.Certificates;

namespace Bench.Proxies;

/// <summary>What all that is measured stands on: a directory, the origin, and the client, each of the two a process of its own. Not thread-safe.</summary>
internal sealed class Ground : IAsyncDisposable
{
    // A name, so that clients send it within TLS as they do in life.
    private const string Host = "localhost";
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(30);

    // Warming up, the window, and what a proxy that hangs needs to be noticed.
    private static readonly TimeSpan s_taskLimit = TimeSpan.FromMinutes(6);

    private readonly RoleProcess _origin = RoleProcess.Start(OriginRole.Verb);
    private readonly RoleProcess _load = RoleProcess.Start(LoadRole.Verb);
    private readonly int _port = FreePort.Take();
    private readonly int _tlsPort = FreePort.Take();

    private Ground(string directory)
    {
        Directory = directory;
        Authority = Path.Combine(directory, "authority");
        Trust = Path.Combine(directory, "origin-ca.pem");
        Peers = PeerAuthority.Create(directory);
    }

    /// <summary>Gets a directory for files of this run. Others can read it: squid is another user.</summary>
    public string Directory { get; }

    /// <summary>Gets the directory of our authority, which has signed the origin's certificate, too.</summary>
    public string Authority { get; }

    /// <summary>Gets the file with the certificate that proxies must trust to reach the origin.</summary>
    public string Trust { get; }

    /// <summary>Gets what the origin shows its clients, as PEM.</summary>
    public string OriginCertificate { get; private set; } = "";

    public PeerAuthority Peers { get; }

    public static async Task<Ground> CreateAsync()
    {
        DirectoryInfo directory = System.IO.Directory.CreateTempSubdirectory("bench-proxy-");
        File.SetUnixFileMode(directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Ground ground = new(directory.FullName);
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(ground.Authority);
        await File.WriteAllTextAsync(ground.Trust, authority.CertificatePem + "\n");
        ServerCertificate certificate = authority.IssueServerCertificate([Host], []);
        ground.OriginCertificate = certificate.CertificatePem;
        await ground._origin.TellAsync(new OriginOptions { Port = ground._port, TlsPort = ground._tlsPort, Certificate = certificate.CertificatePem, Key = certificate.PrivateKeyPem });
        _ = await ground._origin.HearAsync<string>(s_startLimit);
        return ground;
    }

    public Uri Plain(string path) => new($"http://{Host}:{_port}{path}");

    public Uri Tls(string path) => new($"https://{Host}:{_tlsPort}{path}");

    /// <summary>Has the client do something, through a proxy or without.</summary>
    /// <exception cref="InvalidOperationException">It could not be done.</exception>
    public async Task<LoadResult> LoadAsync(RunningProxy? proxy, LoadTask task)
    {
        LoadResult result = await TryLoadAsync(proxy, task);
        return result.Problem is null ? result : throw new InvalidOperationException($"{result.Problem} {proxy?.LastWords()}");
    }

    /// <summary>The same, where a problem is part of the answer.</summary>
    public async Task<LoadResult> TryLoadAsync(RunningProxy? proxy, LoadTask task)
    {
        await _load.TellAsync(task with { ProxyPort = proxy?.Port, Watched = proxy?.Pid });
        return await _load.HearAsync<LoadResult>(s_taskLimit);
    }

    /// <summary>Has the client ask for a while.</summary>
    public async Task<Sample> WindowAsync(RunningProxy? proxy, LoadTask task)
    {
        LoadResult result = await LoadAsync(proxy, task);
        Sample sample = new()
        {
            [ProxyColumns.Rate] = result.Requests / result.Seconds,
            [ProxyColumns.P50] = result.P50,
            [ProxyColumns.P99] = result.P99,
            [ProxyColumns.Processor] = PerRequest(result.WatchedMilliseconds, result),
            [ProxyColumns.Client] = PerRequest(result.OwnMilliseconds, result),
        };
        if (task.Kind != LoadKind.KeepAlive)
        {
            sample[ProxyColumns.Resumed] = 100.0 * result.Resumed / result.Requests;
        }

        return sample;
    }

    /// <summary>Gets what a proxy has in memory, all that came from it included, in MiB.</summary>
    public static double MemoryOf(RunningProxy proxy) => Memory.Resident(ProcessTree.Of(proxy.Pid));

    /// <summary>Gets how much of that is its own, rather than pages of program files, which processes share.</summary>
    public static double OwnMemoryOf(RunningProxy proxy) => Memory.Own(ProcessTree.Of(proxy.Pid));

    public async ValueTask DisposeAsync()
    {
        await _load.DisposeAsync();
        await _origin.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static double PerRequest(double milliseconds, LoadResult result) => milliseconds * 1000 / Math.Max(1, result.Requests);
}
