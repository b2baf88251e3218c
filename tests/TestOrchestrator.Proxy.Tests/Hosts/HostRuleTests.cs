using System.Net;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Hosts;

[TestClass]
public sealed class HostRuleTests
{
    [TestMethod]
    public async Task What_is_intercepted_can_be_changed_while_the_session_runs()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("the origin", proxy.Authority);
        string authority = $"localhost:{origin.Address.Port}";
        proxy.Root.When(r => r.Host("localhost")).Respond(j => j.Text("the mock"));

        Assert.AreEqual("the mock", await GetAsync());
        HostRule tunnel = proxy.Session.Hosts.Tunnel(authority);
        Assert.AreEqual("the origin", await GetAsync());
        tunnel.Remove();
        Assert.AreEqual("the mock", await GetAsync());
        HostRule other = proxy.Session.Hosts.Intercept("api.example.com");
        Assert.AreEqual("the origin", await GetAsync());
        proxy.Session.Hosts.Intercept("localhost");
        Assert.AreEqual("the mock", await GetAsync());
        Assert.AreEqual("Intercept api.example.com, Intercept localhost", string.Join(", ", proxy.Session.Hosts.Rules));
        other.Remove();
        proxy.Session.Hosts.Tunnel("localhost");
        Assert.AreEqual("the origin", await GetAsync());

        // Connections that stand go on as they are, hence a client for each request.
        async Task<string> GetAsync() => await proxy.Client().GetStringAsync(new Uri($"https://{authority}/")).Soon();
    }

    [TestMethod]
    public async Task A_blocked_host_is_answered_with_403_and_is_no_problem()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Block = ["ads.example.com"] });
        proxy.Root.When(r => r.Host("*.example.com")).Respond(j => j);

        HttpResponseMessage plain = await proxy.Client().GetAsync(new Uri("http://ads.example.com/banner")).Soon();
        HttpRequestException connect = await Assert.ThrowsExactlyAsync<HttpRequestException>(() => proxy.Client().GetAsync(new Uri("https://ads.example.com/banner")).Soon());
        HttpResponseMessage allowed = await proxy.Client().GetAsync(new Uri("http://shop.example.com/")).Soon();

        Assert.AreEqual(HttpStatusCode.Forbidden, plain.StatusCode);
        Assert.AreEqual("blocked", plain.Headers.GetValues("X-TestOrchestrator").Single());
        Assert.AreEqual(
            "TO2343: Session 'session' blocks 'ads.example.com:80', by its rule 'ads.example.com'. Remove the rule to let it through.\n",
            await plain.Content.ReadAsStringAsync());
        Assert.Contains("403", connect.Message);
        Assert.AreEqual(HttpStatusCode.OK, allowed.StatusCode);
        Assert.AreEqual("Blocked Blocked Mocked", string.Join(' ', proxy.Root.Exchanges.Select(e => e.Outcome)));
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    public async Task A_host_can_be_reset_and_on_connections_that_stand_too()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j);
        HttpClient client = proxy.Client();
        await client.GetAsync(new Uri("https://api.example.com/")).Soon();

        HostRule reset = proxy.Session.Hosts.Reset("*.example.com");
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://api.example.com/")).Soon());
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://other.example.com/")).Soon());
        reset.Remove();

        Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync(new Uri("https://api.example.com/")).Soon()).StatusCode);
        Assert.AreEqual("Mocked Blocked Blocked Mocked", string.Join(' ', proxy.Root.Exchanges.Select(e => e.Outcome)));
    }

    [TestMethod]
    public async Task A_pattern_that_is_none_is_refused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        Assert.StartsWith("TO2102: ", Assert.ThrowsExactly<ProxyException>(() => proxy.Session.Hosts.Block("https://x")).Message);
        ProxyException options = await Assert.ThrowsExactlyAsync<ProxyException>(() => proxy.Server.OpenSessionAsync(new() { Name = "s", Intercept = ["a:b"], Block = default }));
        Assert.AreEqual(
            "TO2001: Session 's' cannot be opened: Intercept holds 'a:b': what follows the ':' is not a port from 1 to 65535; an IPv6 address is written in brackets. "
            + "Write 'example.com', 'example.com:8443' or '*.example.com'. Block is a default ImmutableArray; use [] for none.",
            options.Message);
    }
}
