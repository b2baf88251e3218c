using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Scenarios;

/// <summary>What the documentation of mitmproxy lists as its features (https://docs.mitmproxy.org/stable/overview/features/), said with this proxy. What other tests show already is not here.</summary>
[TestClass]
public sealed class MitmproxyTests
{
    [TestMethod]
    [DataRow("1.1")]
    [DataRow("2.0")]
    public async Task Modify_headers(string version)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            c =>
            {
                c.Response.Headers["X-Served-By"] = "origin";
                c.Response.Headers["X-Secret"] = "1";
                return c.Response.WriteAsync($"{c.Request.Headers.UserAgent}|{c.Request.Headers["X-Debug"]}|{c.Request.Headers["X-Env"]}");
            },
            proxy.Authority);
        proxy.Root.When(r => r.Path("/api/**")).Modify(
            request: r => r.Header("User-Agent", "test").RemoveHeader("X-Debug").AddHeader("X-Env", "staging"),
            response: r => r.Header("X-Served-By", "proxy").RemoveHeader("X-Secret"));
        HttpClient client = proxy.Client(Version.Parse(version));
        client.DefaultRequestHeaders.Add("User-Agent", "real");
        client.DefaultRequestHeaders.Add("X-Debug", "on");

        using HttpResponseMessage changed = await client.GetAsync(new Uri(origin.Address, "/api/a")).Soon();
        using HttpResponseMessage untouched = await client.GetAsync(new Uri(origin.Address, "/other")).Soon();

        Assert.AreEqual("test||staging", await changed.Content.ReadAsStringAsync());
        Assert.AreEqual("proxy", changed.Headers.GetValues("X-Served-By").Single());
        Assert.IsFalse(changed.Headers.Contains("X-Secret"));
        Assert.AreEqual("real|on|", await untouched.Content.ReadAsStringAsync());
        Assert.AreEqual("origin", untouched.Headers.GetValues("X-Served-By").Single());
    }

    [TestMethod]
    public async Task Modify_body()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            c =>
            {
                c.Response.ContentType = "application/json";
                return c.Request.Body.CopyToAsync(c.Response.Body);
            });
        proxy.Root.When(r => r.Post("/echo")).Modify(request: r => r.Json("$.user", "robot"), response: r => r.RemoveJson("$.items[1:]").Json("$.seen", true));

        using HttpResponseMessage response = await proxy.Client().PostAsync(
            new Uri(origin.Address, "/echo"), new StringContent("""{"user":"me","items":[1,2,3]}""", Encoding.UTF8, "application/json")).Soon();

        Assert.AreEqual("""{"user":"robot","items":[1],"seen":true}""", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Map_remote()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin staging = await TestOrigin.StartAsync(c => c.Response.WriteAsync($"{c.Request.Scheme} {c.Request.Host.Host} {c.Request.Path}{c.Request.QueryString}"));
        proxy.Root.Redirect("api.example.com", $"http://{staging.Address.Authority}");

        Assert.AreEqual("http 127.0.0.1 /orders/7?full=1", await proxy.Client().GetStringAsync(new Uri("https://api.example.com/orders/7?full=1")).Soon());
        Assert.AreEqual(staging.Address, proxy.Root.Exchanges.Single().RedirectedTo);
    }

    [TestMethod]
    public async Task Map_local()
    {
        using TestDirectory directory = new();
        await File.WriteAllTextAsync(directory.File("app.js"), "local()");
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Get("https://cdn.example.com/static/*")).Respond(request => directory.File(Path.GetFileName(request.Url.AbsolutePath)) is var file && File.Exists(file)
            ? new MockResponse().File(file)
            : new MockResponse().Status(HttpStatusCode.NotFound));
        HttpClient client = proxy.Client(HttpVersion.Version20);

        using HttpResponseMessage found = await client.GetAsync(new Uri("https://cdn.example.com/static/app.js?v=3")).Soon();
        using HttpResponseMessage missing = await client.GetAsync(new Uri("https://cdn.example.com/static/none.css")).Soon();

        Assert.AreEqual("local()", await found.Content.ReadAsStringAsync());
        Assert.AreEqual("text/javascript", found.Content.Headers.ContentType?.MediaType);
        Assert.AreEqual(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [TestMethod]
    public async Task Block_list()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("real");
        proxy.Session.Hosts.Block("*.ads.example.com");
        proxy.Root.When(r => r.Path("/tracking/**")).Respond(j => j.Status(404));
        proxy.Root.Disturb(r => r.Path("/silent"), f => f.Reset());
        HttpClient client = proxy.Client();

        using HttpResponseMessage ads = await client.GetAsync(new Uri("http://eu.ads.example.com/banner")).Soon();
        using HttpResponseMessage tracking = await client.GetAsync(new Uri(origin.Address, "/tracking/pixel.gif")).Soon();

        Assert.AreEqual(HttpStatusCode.Forbidden, ads.StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, tracking.StatusCode);
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => client.GetAsync(new Uri(origin.Address, "/silent")).Soon());
        Assert.AreEqual("real", await client.GetStringAsync(origin.Address).Soon());
    }

    [TestMethod]
    public async Task Anticache()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(c =>
        {
            c.Response.StatusCode = c.Request.Headers.ContainsKey("If-None-Match") || c.Request.Headers.ContainsKey("If-Modified-Since") ? 304 : 200;
            return c.Response.StatusCode == 200 ? c.Response.WriteAsync("whole") : Task.CompletedTask;
        });
        HttpClient client = proxy.Client();
        client.DefaultRequestHeaders.IfNoneMatch.Add(new EntityTagHeaderValue("\"1\""));
        client.DefaultRequestHeaders.IfModifiedSince = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.AreEqual(HttpStatusCode.NotModified, (await client.GetAsync(origin.Address).Soon()).StatusCode);

        proxy.Root.When(r => r).Modify(request: r => r.RemoveHeader("If-None-Match").RemoveHeader("If-Modified-Since"));

        Assert.AreEqual("whole", await client.GetStringAsync(origin.Address).Soon());
    }

    [TestMethod]
    public async Task Anticomp()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(c => c.Response.WriteAsync($"{c.Request.Headers.AcceptEncoding}"));
        HttpClient client = proxy.Client();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        proxy.Root.When(r => r).Modify(request: r => r.Header("Accept-Encoding", "identity"));

        Assert.AreEqual("identity", await client.GetStringAsync(origin.Address).Soon());
    }

    [TestMethod]
    public async Task Sticky_authorization_and_cookies()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(c => c.Response.WriteAsync($"{c.Request.Headers.Authorization}|{c.Request.Headers.Cookie}"));
        proxy.Root.When(r => r.Where(q => !q.Headers.Contains("Authorization"))).Modify(request: r => r.Header("Authorization", "Bearer 1").Header("Cookie", "session=1"));
        HttpClient client = proxy.Client();

        Assert.AreEqual("Bearer 1|session=1", await client.GetStringAsync(origin.Address).Soon());
        client.DefaultRequestHeaders.Add("Authorization", "Bearer own");
        Assert.AreEqual("Bearer own|", await client.GetStringAsync(origin.Address).Soon());
    }

    [TestMethod]
    [DataRow("http", "1.1")]
    [DataRow("https", "1.1")]
    [DataRow("https", "2.0")]
    public async Task Upstream_proxy_mode(string scheme, string version)
    {
        await using TestProxy outer = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        outer.Root.When(r => r.Get($"{scheme}://api.example.com/hello")).Respond(j => j.Text("from the outer one"));
        await using TestProxy inner = await TestProxy.StartAsync(server: o => o with
        {
            AdditionalTrust = [outer.Authority.GetCertificate()],
            Upstream = new UpstreamOptions { Proxy = UpstreamProxy.At(outer.Session.Address.ToString()).IncludingLoopback() },
        });

        Assert.AreEqual("from the outer one", await inner.Client(Version.Parse(version)).GetStringAsync(new Uri($"{scheme}://api.example.com/hello")).Soon());

        Assert.AreEqual(ExchangeOutcome.Forwarded, inner.Root.Exchanges.Single().Outcome);
        Assert.AreEqual(ExchangeOutcome.Mocked, outer.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    public async Task Ignore_hosts()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin pinned = await TestOrigin.StartAsync("pinned", proxy.Authority);
        proxy.Session.Hosts.Tunnel("localhost");
        proxy.Root.When(r => r.Path("/**")).Respond(j => j.Text("mocked"));
        HttpClient client = proxy.Client();

        // A mock for everything does not reach what is not looked into.
        Assert.AreEqual("pinned", await client.GetStringAsync(new Uri($"https://localhost:{pinned.Address.Port}/")).Soon());
        Assert.AreEqual("mocked", await client.GetStringAsync(new Uri($"https://127.0.0.1:{pinned.Address.Port}/")).Soon());
        Assert.AreEqual($"tcp://localhost:{pinned.Address.Port}/", proxy.Root.Exchanges[0].Request.Url.ToString());
    }
}
