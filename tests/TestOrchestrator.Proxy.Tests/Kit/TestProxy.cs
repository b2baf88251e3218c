using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Kit;

/// <summary>A server with one session, an authority of its own, and clients that use and trust them.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TestDirectory _directory;
    private readonly List<IDisposable> _clients = [];

    private TestProxy(TestDirectory directory, CertificateAuthority authority, ProxyServer server, ProxySession session)
    {
        _directory = directory;
        Authority = authority;
        Server = server;
        Session = session;
    }

    public CertificateAuthority Authority { get; }

    public ProxyServer Server { get; }

    public ProxySession Session { get; }

    public ProxyScope Root => Session.Root;

    public static async Task<TestProxy> StartAsync(
        UnmatchedRequests unmatched = UnmatchedRequests.Forward,
        Func<ProxySessionOptions, ProxySessionOptions>? session = null,
        TimeProvider? clock = null,
        Func<ProxyServerOptions, ProxyServerOptions>? server = null)
    {
        TestDirectory directory = new();
        CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path);
        ProxyServerOptions serverOptions = new() { CertificateAuthority = authority, TimeProvider = clock ?? TimeProvider.System };
        ProxyServer? started = null;
        try
        {
            started = await ProxyServer.StartAsync(server?.Invoke(serverOptions) ?? serverOptions);

            // A client of a busy machine must not be taken for one that waits for its server to speak first.
            ProxySessionOptions options = new() { Name = "session", Unmatched = unmatched, Limits = new ProxySessionLimits { ServerFirst = TimeSpan.FromSeconds(10) } };
            return new TestProxy(directory, authority, started, await started.OpenSessionAsync(session?.Invoke(options) ?? options));
        }
        catch
        {
            // What some tests are about: options that are refused.
            await (started?.DisposeAsync() ?? ValueTask.CompletedTask);
            authority.Dispose();
            directory.Dispose();
            throw;
        }
    }

    /// <summary>A client that sends everything through the session, in exactly this version of HTTP.</summary>
    public HttpClient Client(Version? version = null, ProxySession? session = null, bool trust = true, NetworkCredential? credentials = null)
    {
        HttpClient client = new(Handler(session, trust, credentials))
        {
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        _clients.Add(client);
        return client;
    }

    public SocketsHttpHandler Handler(ProxySession? session = null, bool trust = true, NetworkCredential? credentials = null)
    {
        SocketsHttpHandler handler = new()
        {
            Proxy = new WebProxy(new Uri($"http://{(session ?? Session).Endpoint}/")) { BypassProxyOnLocal = false, Credentials = credentials },
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = trust ? Trust() : new SslClientAuthenticationOptions(),
        };
        return handler;
    }

    public SslClientAuthenticationOptions Trust() => TrustIn(Authority);

    public static SslClientAuthenticationOptions TrustIn(CertificateAuthority authority)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority.GetCertificate());
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }

    /// <summary>Completes when as many requests have come, answered or not.</summary>
    public async Task SeenAsync(int count)
    {
        Sighting seen = Session.Log.See();
        while (seen.Exchanges.Length < count)
        {
            await seen.Changed.Soon();
            seen = Session.Log.See();
        }
    }

    /// <summary>Completes when faults have done so many things to the one exchange.</summary>
    public async Task DisturbedAsync(int count)
    {
        await foreach (ProxyEvent happened in Root.EventsAsync())
        {
            count -= happened.Kind == ProxyEventKind.Fault ? 1 : 0;
            if (count == 0)
            {
                return;
            }
        }
    }

    /// <summary>The one problem, which the proxy notices a moment after the client has.</summary>
    public async Task<ProxyProblem> ProblemAsync()
    {
        await NoticedAsync().Soon();
        return Root.Problems.Single();

        async Task NoticedAsync()
        {
            while (Root.Problems.Count == 0)
            {
                await Task.Yield();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(c => c.Dispose());
        await Server.DisposeAsync();
        Authority.Dispose();
        _directory.Dispose();
    }
}
