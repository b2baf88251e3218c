using System.Net;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Sessions;

[TestClass]
public sealed class UnmatchedTests
{
    [TestMethod]
    public async Task The_explanation_shows_the_nearest_mocks_and_what_does_not_fit()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, s => s with { Name = "shop" });
        proxy.Root.When(r => r.Host("*.elsewhere.example.com").Path("/**/x")).Respond(j => j);
        await using ProxyScope ofClass = proxy.Root.OpenScope("class");
        ofClass.When(r => r.Get("https://rates.example.com/latest").Query("base", "USD").Query("date")).Respond(j => j);
        ofClass.When(r => r.Get("http://rates.example.com:8080/latest")).Respond(j => j);
        await using ProxyScope test = ofClass.OpenScope("test");
        test.When(r => r.Method("PUT", "POST").Url("https://rates.example.com/latest")).Respond(j => j);

        HttpResponseMessage response = await proxy.Client(HttpVersion.Version20).GetAsync(new Uri("https://rates.example.com/latest?base=EUR&base=GBP")).Soon();

        const string Message = """
            TO2301: No mock fits GET https://rates.example.com/latest?base=EUR&base=GBP, and session 'shop' lets no other request through (UnmatchedRequests.Fail).
            It belongs to scope 'test', where 4 mocks are in effect, the nearest first.
              PUT or POST https://rates.example.com/latest (scope 'test')
                method: expected PUT or POST, seen GET
              GET https://rates.example.com/latest?base=USD&date=* (scope 'class')
                query 'base': expected 'USD', seen 'EUR', 'GBP'
                query 'date': expected any value, seen nothing
              GET http://rates.example.com:8080/latest (scope 'class')
                scheme: expected http, seen https
                host: expected rates.example.com:8080, seen rates.example.com:443
              and 1 more, further away
            To answer it, add a mock: scope.When(r => r.Get("https://rates.example.com/latest?base=EUR&base=GBP")).Respond(j => j.Status(200)); to let it through, open the session with UnmatchedRequests.Forward.
            """;
        Assert.AreEqual(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.AreEqual("unmatched", response.Headers.GetValues("X-TestOrchestrator").Single());
        Assert.AreEqual("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.AreEqual(Message + "\n", await response.Content.ReadAsStringAsync());
        ProxyProblem problem = test.Problems.Single();
        Assert.AreEqual(Message, problem.Message);
        Assert.AreEqual("TO2301", problem.Code);
        Assert.AreEqual(1, problem.Exchange);
        RecordedExchange exchange = test.Exchanges.Single();
        Assert.AreEqual(ExchangeOutcome.Unmatched, exchange.Outcome);
        Assert.AreEqual(Message + "\n", exchange.Response?.Text);
    }

    [TestMethod]
    public async Task The_explanation_without_mocks_says_so()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.LoopbackOnly);
        using HttpRequestMessage request = new(new HttpMethod("PURGE"), "http://cache.example.com/a");

        HttpResponseMessage response = await proxy.Client().SendAsync(request).Soon();

        Assert.AreEqual("""
            TO2301: No mock fits PURGE http://cache.example.com/a, and session 'session' lets only those to loopback addresses and localhost through (UnmatchedRequests.LoopbackOnly).
            It belongs to scope 'session', where no mock is in effect.
            To answer it, add a mock: scope.When(r => r.Method("PURGE").Url("http://cache.example.com/a")).Respond(j => j.Status(200)); to let it through, open the session with UnmatchedRequests.Forward.

            """, await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    [DataRow("127.0.0.1")]
    [DataRow("localhost")]
    [DataRow("LOCALHOST")]
    [DataRow("origin.localhost")]
    public async Task Loopback_targets_are_reached_where_only_those_are(string host)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.LoopbackOnly);
        await using TestOrigin origin = await TestOrigin.StartAsync("hello");
        using NameLookups lookups = new();

        Assert.AreEqual("hello", await proxy.Client().GetStringAsync(new Uri($"http://{host}:{origin.Address.Port}/")).Soon());
        Assert.IsEmpty(proxy.Root.Problems);
        Assert.DoesNotContain("origin.localhost", lookups.Names);
    }

    [TestMethod]
    public async Task A_lookup_would_be_noticed()
    {
        using NameLookups lookups = new();

        await Dns.GetHostAddressesAsync("localhost");

        Assert.Contains("localhost", lookups.Names);
    }

    [TestMethod]
    [DataRow("http://10.255.255.1/")]
    [DataRow("https://10.255.255.1/")]
    [DataRow("http://0.0.0.0/")]
    [DataRow("http://[::ffff:10.255.255.1]/")]
    [DataRow("http://localhost.example.com/")]
    [DataRow("https://notlocalhost/")]
    [DataRow("https://name.invalid/")]
    public async Task Everything_else_is_neither_contacted_nor_looked_up(string url)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.LoopbackOnly);
        using NameLookups lookups = new();

        HttpResponseMessage response = await proxy.Client().GetAsync(new Uri(url)).Soon();

        // Contacting 10.255.255.1 would take until the time is up, or fail with another text.
        Assert.AreEqual("unmatched", response.Headers.GetValues("X-TestOrchestrator").Single());
        Assert.DoesNotContain(new Uri(url).IdnHost, lookups.Names);
    }

    [TestMethod]
    public async Task Nothing_is_contacted_where_unmatched_requests_fail()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);

        HttpResponseMessage response = await proxy.Client().GetAsync(new Uri($"http://{origin.Authority}/")).Soon();

        Assert.AreEqual(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.IsFalse(origin.HasPending);
    }

    [TestMethod]
    public async Task A_mocked_name_is_not_looked_up()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("mocked.invalid")).Respond(j => j.Text("mocked"));
        using NameLookups lookups = new();

        Assert.AreEqual("mocked", await proxy.Client().GetStringAsync(new Uri("https://mocked.invalid/")).Soon());
        Assert.DoesNotContain("mocked.invalid", lookups.Names);
    }

    [TestMethod]
    public async Task What_counts_is_where_the_client_connects_to()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.LoopbackOnly);
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, "name.invalid:80");

        await client.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        StringAssert.Contains(await client.ReadToEndAsync().Soon(), "(UnmatchedRequests.LoopbackOnly), and the client connects to 'name.invalid'.");
    }

    [TestMethod]
    public async Task A_request_that_is_not_whole_is_answered_nevertheless()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, clock: clock);
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync("POST http://h/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n");
        await proxy.SeenAsync(1);
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(1)).Soon();

        clock.Advance(TimeSpan.FromSeconds(1));

        StringAssert.StartsWith(await client.ReadHeadAsync().Soon(), "HTTP/1.1 502 Bad Gateway\r\n");
    }
}
