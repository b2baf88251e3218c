using System.Diagnostics;
using System.Net;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Sessions;

[TestClass]
public sealed class ScopeTests
{
    private static readonly Uri s_url = new("https://api.example.com/");

    [TestMethod]
    public async Task Inner_mocks_come_before_outer_ones_and_newer_before_older()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        HttpClient client = proxy.Client();
        proxy.Root.When(r => r).Respond(j => j.Text("app"));
        ProxyScope ofClass = proxy.Root.OpenScope("class");
        ofClass.When(r => r).Respond(j => j.Text("class"));
        ofClass.When(r => r).Respond(j => j.Text("class, newer"));
        Assert.AreEqual("class, newer", await client.GetStringAsync(s_url).Soon());

        ProxyScope test = ofClass.OpenScope("test");
        test.When(r => r).Respond(j => j.Text("test"));
        ofClass.When(r => r).Respond(j => j.Text("class, newest"));
        Assert.AreEqual("test", await client.GetStringAsync(s_url).Soon());

        await test.DisposeAsync();
        Assert.AreEqual("class, newest", await client.GetStringAsync(s_url).Soon());
        await ofClass.DisposeAsync();
        Assert.AreEqual("app", await client.GetStringAsync(s_url).Soon());
    }

    [TestMethod]
    public async Task Without_a_trace_an_exchange_belongs_to_the_only_innermost_scope()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        HttpClient client = proxy.Client();
        await using ProxyScope ofClass = proxy.Root.OpenScope("class");
        await using ProxyScope test = ofClass.OpenScope("test", ActivityTraceId.CreateRandom());

        await client.GetAsync(s_url).Soon();

        Assert.AreEqual("test", test.Exchanges.Single().Scope);
        Assert.HasCount(1, ofClass.Exchanges);
        Assert.HasCount(1, proxy.Root.Exchanges);
        Assert.HasCount(1, test.Problems);
    }

    [TestMethod]
    public async Task Without_a_trace_an_exchange_of_tests_side_by_side_belongs_to_what_holds_them_all()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        HttpClient client = proxy.Client();
        await using ProxyScope ofClass = proxy.Root.OpenScope("class");
        await using ProxyScope one = ofClass.OpenScope("one");
        ProxyScope two = ofClass.OpenScope("two");

        await client.GetAsync(s_url).Soon();
        await two.DisposeAsync();
        await client.GetAsync(s_url).Soon();

        CollectionAssert.AreEqual(new[] { "class", "one" }, ofClass.Exchanges.Select(e => e.Scope).ToArray());
        Assert.HasCount(1, one.Exchanges);
        Assert.IsEmpty(two.Exchanges);
    }

    [TestMethod]
    [DataRow("traceparent", "00-{0}-b7ad6b7169203331-01")]
    [DataRow("baggage", "user=anna, to.scope={0};property=1")]
    public async Task A_trace_names_the_scope(string header, string value)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        HttpClient client = proxy.Client();
        ActivityTraceId[] traces = [ActivityTraceId.CreateRandom(), ActivityTraceId.CreateRandom()];
        ProxyScope[] tests = [proxy.Root.OpenScope("one", traces[0]), proxy.Root.OpenScope("two", traces[1])];
        tests[0].When(r => r).Respond(j => j.Text("one"));
        tests[1].When(r => r).Respond(j => j.Text("two"));

        Assert.AreEqual("two", await GetAsync(client, header, value, traces[1]));
        Assert.AreEqual("one", await GetAsync(client, header, value, traces[0]));

        Assert.HasCount(1, tests[0].Exchanges);
        Assert.HasCount(1, tests[1].Exchanges);
        Assert.AreEqual(traces[1], tests[1].TraceId);
    }

    [TestMethod]
    public async Task A_client_with_an_activity_names_the_scope_by_itself()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        using Activity activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        await using ProxyScope test = proxy.Root.OpenScope("test", activity.TraceId);
        await using ProxyScope other = proxy.Root.OpenScope("other");

        await proxy.Client().GetAsync(s_url).Soon();

        Assert.HasCount(1, test.Exchanges);
    }

    [TestMethod]
    public async Task A_late_exchange_belongs_to_the_ended_scope_and_is_answered_by_what_is_still_open()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        HttpClient client = proxy.Client();
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        await using ProxyScope ofClass = proxy.Root.OpenScope("class");
        ofClass.When(r => r).Respond(j => j.Text("class"));
        ProxyScope ended = ofClass.OpenScope("ended", trace);
        ended.When(r => r).Respond(j => j.Text("ended"));
        await ended.DisposeAsync();
        await using ProxyScope next = ofClass.OpenScope("next");
        next.When(r => r).Respond(j => j.Text("next"));

        Assert.AreEqual("class", await GetAsync(client, "traceparent", "00-{0}-b7ad6b7169203331-01", trace));

        Assert.AreEqual("ended", ended.Exchanges.Single().Scope);
        Assert.IsEmpty(next.Exchanges);
        Assert.HasCount(1, ofClass.Exchanges);
        await next.AssertNoneAsync(r => r, quiet: TimeSpan.Zero);
    }

    [TestMethod]
    [DataRow("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", DisplayName = "a trace of nobody")]
    [DataRow("traceparent", "garbage")]
    [DataRow("traceparent", "00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [DataRow("traceparent", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [DataRow("traceparent", "")]
    [DataRow("baggage", "to.scope")]
    [DataRow("baggage", "to.scope=xyz,other=1")]
    [DataRow("baggage", ",;=")]
    public async Task What_names_no_scope_changes_nothing(string header, string value)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        await using ProxyScope test = proxy.Root.OpenScope("test");

        await GetAsync(proxy.Client(), header, value, default);

        Assert.HasCount(1, test.Exchanges);
    }

    [TestMethod]
    public async Task Ending_a_scope_ends_those_within_it()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        ProxyScope ofClass = proxy.Root.OpenScope("class");
        ProxyScope test = ofClass.OpenScope("test");
        test.When(r => r).Respond(j => j.Text("test"));

        await ofClass.DisposeAsync();
        await ofClass.DisposeAsync();

        Assert.IsFalse(test.IsOpen);
        Assert.IsTrue(proxy.Root.IsOpen);
        Assert.AreEqual(HttpStatusCode.BadGateway, (await proxy.Client().GetAsync(s_url).Soon()).StatusCode);
        Assert.AreEqual("TO2004: Scope 'test' has ended; adding a mock needs an open scope.",
            Assert.ThrowsExactly<ProxyException>(() => test.When(r => r).Respond(j => j)).Message);
        Assert.AreEqual("TO2004: Scope 'class' has ended; opening scope 'late' in it needs an open scope.",
            Assert.ThrowsExactly<ProxyException>(() => ofClass.OpenScope("late")).Message);
    }

    [TestMethod]
    public async Task A_request_that_a_mock_has_taken_on_is_answered_though_the_scope_ends()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        using ResponseGate gate = new();
        ProxyScope test = proxy.Root.OpenScope("test");
        test.When(r => r).Respond(j => j.Text("taken on").HeldBy(gate));
        Task<string> call = proxy.Client().GetStringAsync(s_url);
        await gate.WaitForHeldAsync(1);

        await test.DisposeAsync();
        gate.Open();

        Assert.AreEqual("taken on", await call.Soon());
        Assert.AreEqual(ExchangeOutcome.Mocked, test.Exchanges.Single().Outcome);
    }

    [TestMethod]
    public async Task Finding_and_counting_see_what_the_scope_sees()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        HttpClient client = proxy.Client();
        await client.GetAsync(new Uri("https://before.example.com/")).Soon();
        await using ProxyScope test = proxy.Root.OpenScope("test");
        await client.GetAsync(new Uri("https://one.example.com/")).Soon();
        await client.GetAsync(new Uri("https://two.example.com/")).Soon();

        Assert.AreEqual(2, test.Count(r => r.Host("*.example.com")));
        Assert.AreEqual(3, proxy.Root.Count(r => r.Host("*.example.com")));
        Assert.AreEqual("https://two.example.com/", test.Find(r => r.Get("https://two.example.com/")).Single().Request.RawUrl);
    }

    private static async Task<string> GetAsync(HttpClient client, string header, string value, ActivityTraceId trace)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, s_url);
        request.Headers.TryAddWithoutValidation(header, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, trace));
        using HttpResponseMessage response = await client.SendAsync(request).Soon();
        return await response.Content.ReadAsStringAsync();
    }
}
