using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Client;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlUpstreamTests
{
    [TestMethod]
    public async Task An_origin_sees_the_certificate_that_was_named_for_it()
    {
        using TestDirectory directory = new();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 me = new CertificateRequest("CN=me", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string file = Path.Combine(directory.Path, "me.pem");
        await File.WriteAllTextAsync(file, $"{me.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        await using ControlRig rig = await ControlRig.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context => await context.Response.WriteAsync((await context.Connection.GetClientCertificateAsync())?.Subject ?? "nobody"), rig.Proxy.Authority, asksForCertificate: true);

        List<string> seen = [];
        foreach (ClientCertificateDefinition certificate in (IEnumerable<ClientCertificateDefinition>)
        [
            new() { File = file },
            new() { Certificate = me.ExportCertificatePem(), Key = key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)), Password = "secret" },
        ])
        {
            ControlledSession session = await rig.Control.OpenSessionAsync(new SessionDefinition
            {
                Name = "with a certificate",
                Upstream = new UpstreamDefinition { ClientCertificates = new Dictionary<string, ClientCertificateDefinition> { ["localhost"] = certificate } },
            });
            using HttpClient client = new(new SocketsHttpHandler { Proxy = new System.Net.WebProxy((await session.GetAsync()).Address) { BypassProxyOnLocal = false }, SslOptions = rig.Proxy.Trust() });
            seen.Add(await client.GetStringAsync(new Uri($"https://localhost:{origin.Address.Port}/")).Soon());
            seen.Add(await client.GetStringAsync(new Uri($"https://127.0.0.1:{origin.Address.Port}/")).Soon());
            await session.EndAsync();
        }

        Assert.AreEqual("CN=me nobody CN=me nobody", string.Join(' ', seen));
    }

    [TestMethod]
    public async Task Origins_are_reached_through_a_proxy_and_where_they_are_said_to_be()
    {
        await using TestProxy between = await TestProxy.StartAsync();
        between.Root.When(r => r.Host("a.test")).Respond(j => j.Text("of the proxy between"));
        await using TestOrigin origin = await TestOrigin.StartAsync("of the origin");
        await using ControlRig rig = await ControlRig.StartAsync();
        ControlledSession session = await rig.Control.OpenSessionAsync(new SessionDefinition
        {
            Name = "behind a proxy",
            Upstream = new UpstreamDefinition
            {
                Proxy = between.Session.Address.ToString(),
                ProxyExcept = ["b.test"],
                Addresses = new Dictionary<string, string> { ["b.test"] = $"127.0.0.1:{origin.Address.Port}" },
            },
        });
        using HttpClient client = new(new SocketsHttpHandler { Proxy = new System.Net.WebProxy((await session.GetAsync()).Address) });

        Assert.AreEqual("of the proxy between", await client.GetStringAsync("http://a.test/").Soon());
        Assert.AreEqual("of the origin", await client.GetStringAsync("http://b.test/").Soon());
        Assert.HasCount(1, between.Root.Exchanges);
    }

    [TestMethod]
    public async Task What_is_secret_and_what_is_kept_is_said_when_a_session_is_opened()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        ControlledSession session = await rig.Control.OpenSessionAsync(new SessionDefinition
        {
            Name = "discreet",
            Unmatched = "fail",
            RedactedHeaders = ["X-Key"],
            RedactedParameters = ["pin"],
            IgnoredProblems = ["TO2301"],
            Limits = new LimitsDefinition { MaxBodyBytes = 3, MaxExchanges = 100, MaxMessages = 5, WaitTimeoutSec = 5, QuietSec = 0.1, ServerFirstSec = 1, MaxSessionBodyBytes = 1000 },
        });
        using HttpClient client = new(new SocketsHttpHandler { Proxy = new System.Net.WebProxy((await session.GetAsync()).Address) });
        using HttpRequestMessage request = new(HttpMethod.Post, "http://a.test/?pin=1234&token=5678") { Headers = { { "X-Key", "9876" } }, Content = new StringContent("12345") };

        using HttpResponseMessage response = await client.SendAsync(request).Soon();
        string har = await session.HarAsync(idle: TimeSpan.Zero);
        ExchangeReport exchange = await session.ExchangeAsync(1);
        ProblemReport problem = (await session.ProblemsAsync()).Single();
        SessionReport report = await session.GetAsync();

        Assert.IsFalse(har.Contains("1234", StringComparison.Ordinal) || har.Contains("9876", StringComparison.Ordinal), har);
        StringAssert.Contains(har, "5678");
        Assert.AreEqual(("truncated", 5), (exchange.Request.Body.Capture, exchange.Request.Body.Length));
        Assert.AreEqual(("TO2301", true), (problem.Code, problem.Ignored));
        Assert.IsGreaterThan(0, report.LastEvent);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(), "POST /_to/v1/sessions/current/mocks");
    }

    [TestMethod]
    public async Task Problems_of_a_scope_may_happen_once_that_is_said()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        ScopeReport scope = await rig.Session.OpenScopeAsync("a test");
        using HttpResponseMessage unmatched = await rig.Proxy.Client().GetAsync("http://a.test/").Soon();
        ProblemReport before = (await rig.Session.ProblemsAsync()).Single();

        await rig.Session.IgnoreProblemsAsync(["TO2301"], scope.Id);

        Assert.AreEqual((false, true), (before.Ignored, (await rig.Session.ProblemsAsync()).Single().Ignored));
        Assert.AreEqual("session, a test", string.Join(", ", (await rig.Session.ScopesAsync()).Select(s => s.Name)));
        Assert.IsTrue((await rig.Session.EndScopeAsync(scope.Id)).Problems.Single().Ignored);
    }
}
