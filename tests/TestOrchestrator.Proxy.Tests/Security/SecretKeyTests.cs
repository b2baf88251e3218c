using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Security;

[TestClass]
public sealed class SecretKeyTests
{
    [TestMethod]
    public async Task The_key_of_the_authority_is_in_its_file_and_nowhere_else()
    {
        using Lines logged = new();
        using TestDirectory directory = new();
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, server: s => s with { LoggerFactory = logged });
        proxy.Root.When(r => r.Path("/known")).Respond(j => j.Text("answered"));
        await proxy.Client().GetAsync(new Uri("https://h/known")).Soon();
        await proxy.Client().GetAsync(new Uri("https://h/unknown")).Soon();
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => proxy.Client(trust: false).GetAsync(new Uri("https://refused/"))).Soon();

        StringBuilder told = new(proxy.Authority.ToString());
        told.AppendJoin('\n', logged.All).AppendJoin('\n', proxy.Root.Problems).AppendJoin('\n', proxy.Root.Exchanges).Append(proxy.Authority.CertificatePem);
        await proxy.Root.WriteHarAsync(directory.File("traffic.har"));
        told.Append(await File.ReadAllTextAsync(directory.File("traffic.har")));
        await foreach (ProxyEvent happened in proxy.Root.EventsAsync(bodies: EventBodies.Full))
        {
            told.Append(happened);
            if (happened.Sequence >= proxy.Root.LastEvent)
            {
                break;
            }
        }

        string home = Path.GetDirectoryName(proxy.Authority.CertificatePath)!;
        string key = (await File.ReadAllTextAsync(Path.Combine(home, "ca.key"))).Split('\n')[1].Trim();
        Assert.IsGreaterThan(40, key.Length);
        Assert.DoesNotContain(key, told.ToString());
        Assert.DoesNotContain("PRIVATE", told.ToString());
        CollectionAssert.AreEqual(
            new[] { "ca.key" },
            Directory.EnumerateFiles(home).Where(f => File.ReadAllText(f).Contains("PRIVATE", StringComparison.Ordinal)).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public async Task A_client_is_shown_a_certificate_that_is_no_authority_and_soon_ends()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, "shown.example:443");
        SslClientAuthenticationOptions options = proxy.Trust();
        options.TargetHost = "shown.example";
        using SslStream tls = new(client.Stream);
        await tls.AuthenticateAsClientAsync(options).Soon();

        using X509Certificate2 shown = X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
        Assert.IsLessThanOrEqualTo(TimeSpan.FromDays(90), shown.NotAfter - shown.NotBefore);
        Assert.IsFalse(shown.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.IsFalse(shown.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign));
    }

    [TestMethod]
    public async Task A_session_listens_on_loopback_unless_it_has_credentials()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        Assert.IsTrue(IPAddress.IsLoopback(proxy.Session.Endpoint.Address));

        foreach (IPAddress address in new[] { IPAddress.Any, IPAddress.IPv6Any, IPAddress.Any.MapToIPv6(), IPAddress.Parse("192.0.2.1") })
        {
            ProxySessionOptions open = new() { Name = "open", Endpoint = new IPEndPoint(address, 0) };
            ProxyException refused = await Assert.ThrowsExactlyAsync<ProxyException>(() => proxy.Server.OpenSessionAsync(open));
            StringAssert.Contains(refused.Message, "loopback");
        }
    }

    /// <summary>Everything that the web server logs, in every detail. Thread-safe.</summary>
    private sealed class Lines : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
