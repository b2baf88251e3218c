using System.Net;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Sessions;

[TestClass]
public sealed class SharedPortTests
{
    private static readonly ProxyCredentials s_anna = new("anna", "s3:cret");
    private static readonly ProxyCredentials s_bert = new("bert", "b");

    [TestMethod]
    [DataRow("http")]
    [DataRow("https")]
    public async Task Sessions_of_one_port_are_told_apart_by_their_credentials(string scheme)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Credentials = s_bert });
        await using ProxySession guest = await OpenAsync(proxy, "guest", s_anna);
        proxy.Root.When(r => r).Respond(j => j.Text("owner"));
        guest.Root.When(r => r).Respond(j => j.Text("guest"));

        Assert.AreEqual("407", await GetAsync(proxy, $"{scheme}://api.example.com/"));
        Assert.AreEqual("guest", await GetAsync(proxy, $"{scheme}://api.example.com/", "anna", "s3:cret"));
        Assert.AreEqual("407", await GetAsync(proxy, $"{scheme}://api.example.com/", "anna", "wrong"));
        Assert.AreEqual("owner", await GetAsync(proxy, $"{scheme}://api.example.com/", "bert", "b"));
        Assert.AreEqual("407", await GetAsync(proxy, $"{scheme}://api.example.com/", "carl", "c"));
        Assert.AreEqual($"http://anna:s3%3Acret@{proxy.Session.Endpoint}/", guest.Address.ToString());
        Assert.HasCount(1, guest.Root.Exchanges);
        Assert.HasCount(1, proxy.Root.Exchanges);
    }

    [TestMethod]
    [DataRow("http")]
    [DataRow("https")]
    public async Task Sessions_of_one_port_are_told_apart_by_baggage(string scheme)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using ProxySession guest = await OpenAsync(proxy, "guest of honour");
        proxy.Root.When(r => r).Respond(j => j.Text("owner"));
        guest.Root.When(r => r).Respond(j => j.Text("guest"));
        HttpClient client = proxy.Client();

        Assert.AreEqual("guest", await WithBaggageAsync("a=b, to.session=guest%20of%20honour;p=1"));
        Assert.AreEqual("owner", await WithBaggageAsync("a=b"));
        Assert.AreEqual("owner", await WithBaggageAsync("to.session=somebody"));
        Assert.AreEqual(
            $"TO2345: A client named the session 'somebody' in its baggage, and there is no such session at {proxy.Session.Endpoint}; its requests are those of session 'session'.",
            proxy.Root.Problems.Single().Message);
        await guest.DisposeAsync();
        Assert.AreEqual("owner", await WithBaggageAsync("to.session=guest%20of%20honour"));

        async Task<string> WithBaggageAsync(string baggage)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, $"{scheme}://api.example.com/") { Headers = { { "baggage", baggage } } };
            return await (await client.SendAsync(request).Soon()).Content.ReadAsStringAsync();
        }
    }

    [TestMethod]
    public async Task A_session_with_credentials_is_closed_to_everybody_else()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Credentials = s_anna });
        proxy.Root.When(r => r).Respond(j => j.Text("owner"));
        await using ProxySession guest = await OpenAsync(proxy, "guest", s_bert);

        Assert.AreEqual("407", await GetAsync(proxy, "http://api.example.com/"));
        Assert.AreEqual("407", await GetAsync(proxy, "https://api.example.com/"));
        Assert.AreEqual("owner", await GetAsync(proxy, "https://api.example.com/", "anna", "s3:cret"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync("GET http://h/ HTTP/1.1\r\nHost: h\r\nbaggage: to.session=guest\r\nProxy-Authorization: Basic !\r\nConnection: close\r\n\r\n");
        string answer = await client.ReadToEndAsync().Soon();
        Assert.StartsWith("HTTP/1.1 407 ", answer);
        Assert.Contains("Proxy-Authenticate: Basic realm=\"proxy\"\r\n", answer);
        Assert.IsEmpty(guest.Root.Exchanges);
        Assert.HasCount(1, proxy.Root.Exchanges);
    }

    [TestMethod]
    public async Task A_guest_with_credentials_is_not_to_be_had_by_baggage()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Credentials = s_bert });
        await using ProxySession guest = await OpenAsync(proxy, "guest", s_anna);
        proxy.Root.When(r => r).Respond(j => j.Text("owner"));
        using HttpRequestMessage request = new(HttpMethod.Get, "http://api.example.com/") { Headers = { { "baggage", "to.session=guest" } } };

        Assert.AreEqual("owner", await (await Client(proxy, "bert", "b").SendAsync(request).Soon()).Content.ReadAsStringAsync());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task The_end_of_a_guest_ends_what_is_under_way_in_it_alone(bool byCredentials)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => byCredentials ? s with { Credentials = s_bert } : s);
        ProxySession guest = await OpenAsync(proxy, "guest", byCredentials ? s_anna : null);
        using Proxy.Mocks.ResponseGate gate = new();
        guest.Root.When(r => r).Respond(j => j.HeldBy(gate));
        proxy.Root.When(r => r).Respond(j => j.HeldBy(gate));
        using HttpRequestMessage request = new(HttpMethod.Get, "https://api.example.com/") { Headers = { { "baggage", "to.session=guest" } } };
        Task<HttpResponseMessage> ofGuest = Client(proxy, byCredentials ? "anna" : null, "s3:cret").SendAsync(request);
        Task<HttpResponseMessage> ofOwner = Client(proxy, byCredentials ? "bert" : null, "b").GetAsync(new Uri("https://api.example.com/"));
        await gate.WaitForHeldAsync(2);

        await guest.DisposeAsync().AsTask().Soon();
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => ofGuest.Soon());
        gate.Open();

        Assert.AreEqual(HttpStatusCode.OK, (await ofOwner.Soon()).StatusCode);
    }

    [TestMethod]
    public async Task What_cannot_be_told_apart_is_refused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Credentials = new("carl", "c") });
        await using TestProxy open = await TestProxy.StartAsync();
        await using ProxySession guest = await OpenAsync(proxy, "guest", s_anna);

        Assert.StartsWith("TO2001: ", (await Assert.ThrowsExactlyAsync<ProxyException>(() => OpenAsync(open, "guest", s_anna))).Message);
        Assert.StartsWith("TO2006: ", (await Assert.ThrowsExactlyAsync<ProxyException>(() => OpenAsync(proxy, "guest"))).Message);
        Assert.StartsWith("TO2006: ", (await Assert.ThrowsExactlyAsync<ProxyException>(() => OpenAsync(proxy, "session"))).Message);
        Assert.StartsWith("TO2006: ", (await Assert.ThrowsExactlyAsync<ProxyException>(() => OpenAsync(proxy, "other", s_anna))).Message);
        Assert.StartsWith("TO2001: ", (await Assert.ThrowsExactlyAsync<ProxyException>(() => proxy.Server.OpenSessionAsync(new() { Name = "x", SharedWith = guest }))).Message);
        Assert.StartsWith("TO2001: ", (await Assert.ThrowsExactlyAsync<ProxyException>(() => OpenAsync(proxy, "x", new ProxyCredentials("a:b", "c")))).Message);
        Assert.StartsWith("TO2005: ", (await Assert.ThrowsExactlyAsync<ProxyException>(guest.SuspendAsync)).Message);
        await using ProxySession again = await OpenAsync(proxy, "other", s_bert);
    }

    [TestMethod]
    public async Task Other_addresses_than_loopback_need_credentials()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        IPEndPoint anywhere = new(IPAddress.Any, 0);

        ProxyException refused = await Assert.ThrowsExactlyAsync<ProxyException>(() => proxy.Server.OpenSessionAsync(new() { Name = "open", Endpoint = anywhere }));
        await using ProxySession session = await proxy.Server.OpenSessionAsync(new() { Name = "open", Endpoint = anywhere, Credentials = s_anna });

        Assert.Contains("without Credentials it listens on loopback addresses only", refused.Message);
        Assert.DoesNotContain("s3:cret", session.ToString() + new ProxySessionOptions { Name = "x", Credentials = s_anna });
    }

    private static Task<ProxySession> OpenAsync(TestProxy proxy, string name, ProxyCredentials? credentials = null) =>
        proxy.Server.OpenSessionAsync(new() { Name = name, SharedWith = proxy.Session, Credentials = credentials });

    private static async Task<string> GetAsync(TestProxy proxy, string url, string? user = null, string password = "")
    {
        try
        {
            HttpResponseMessage response = await Client(proxy, user, password).GetAsync(new Uri(url)).Soon();
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : $"{(int)response.StatusCode}";
        }
        catch (HttpRequestException refused) when (refused.Message.Contains("407", StringComparison.Ordinal))
        {
            return "407";
        }
    }

    private static HttpClient Client(TestProxy proxy, string? user, string password) =>
        user is null ? proxy.Client() : proxy.Client(credentials: new NetworkCredential(user, password));
}
