using System.Diagnostics;
using System.Net;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Faults;

/// <summary>Which exchanges a fault hits.</summary>
[TestClass]
public sealed class FaultDecisionTests
{
    private const string Url = "http://pay.example/charge";

    [TestMethod]
    [DataRow("http://pay.example/charge", DisplayName = "plain")]
    [DataRow("https://pay.example/charge", DisplayName = "intercepted")]
    public async Task Fails_the_first_two_then_passes(string url)
    {
        await using TestProxy proxy = await StartAsync();
        Fault fault = proxy.Root.Disturb(r => r.Host("pay.example"), f => f.Reset().FirstCalls(2));

        Assert.AreEqual("xx--", await OutcomesAsync(proxy, 4, url));
        Assert.AreEqual((4, 2), (fault.Calls, fault.Hits));
        CollectionAssert.AreEqual(new[] { 1, 2 }, proxy.Root.Exchanges.SelectMany(e => e.Faults).Select(f => f.Call).ToArray());
    }

    [TestMethod]
    [DataRow("http://pay.example/charge", DisplayName = "plain: the request is refused")]
    [DataRow("https://pay.example/charge", DisplayName = "intercepted: CONNECT is refused")]
    public async Task Refuses_the_first_two_connections_then_none(string url)
    {
        await using TestProxy proxy = await StartAsync();
        Fault fault = proxy.Root.Disturb(r => r.Host("pay.example"), f => f.Down().FirstCalls(2));

        // The connection that is let through stays open, and is not asked about again.
        Assert.AreEqual("xx--", await OutcomesAsync(proxy, 4, url, keepAlive: true));
        Assert.AreEqual(url.StartsWith("https", StringComparison.Ordinal) ? 3 : 4, fault.Calls);
        Assert.AreEqual(2, fault.Hits);
    }

    [TestMethod]
    public async Task Hits_a_range_of_calls()
    {
        await using TestProxy proxy = await StartAsync();
        proxy.Root.Disturb(f => f.Reset().Calls(2, 3));
        proxy.Root.Disturb(f => f.Reset().AfterCall(5));

        Assert.AreEqual("-xx--xx", await OutcomesAsync(proxy, 7));
    }

    [TestMethod]
    public async Task The_same_seed_gives_the_same_outcomes()
    {
        await using TestProxy proxy = await StartAsync();
        Fault first = proxy.Root.Disturb(f => f.Reset().Probability(0.5));
        string outcomes = await OutcomesAsync(proxy, 40);
        first.Remove();

        proxy.Root.Disturb(f => f.Reset().Probability(0.5).Seed(first.Seed));
        Assert.AreEqual(outcomes, await OutcomesAsync(proxy, 40));
        Assert.AreEqual(outcomes.Count(o => o == 'x'), first.Hits);
        Assert.IsTrue(proxy.Root.Exchanges.SelectMany(e => e.Faults).All(f => f.ToString().EndsWith($"seed {first.Seed})", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task What_a_seed_means_does_not_change()
    {
        await using TestProxy proxy = await StartAsync();
        proxy.Root.Disturb(f => f.Reset().Probability(0.3).Seed(42));

        Assert.AreEqual("x------xx-xxxx----x-xxx----x-x--x---x---", await OutcomesAsync(proxy, 40));
    }

    [TestMethod]
    public async Task Hits_only_what_its_pattern_fits()
    {
        await using TestProxy proxy = await StartAsync();
        Fault fault = proxy.Root.Disturb(r => r.Get("http://pay.example/charge"), f => f.Reset());

        Assert.AreEqual("x", await OutcomesAsync(proxy, 1));
        Assert.AreEqual("-", await OutcomesAsync(proxy, 1, "http://pay.example/other"));
        Assert.AreEqual("-", await OutcomesAsync(proxy, 1, "http://mail.example/charge"));
        Assert.AreEqual(1, fault.Calls);
    }

    [TestMethod]
    public async Task Hits_only_the_answers_of_its_mock()
    {
        await using TestProxy proxy = await StartAsync();
        Mock mock = proxy.Root.When(r => r.Host("pay.example")).Respond(j => j.Text("0123456789"));
        Fault fault = mock.Disturb(f => f.Reset().FirstCalls(1));
        Fault other = proxy.Root.Disturb(f => f.ResetAfter(3).Calls(2, 2));

        Assert.AreEqual("x", await OutcomesAsync(proxy, 1));
        Assert.AreEqual("x-", await OutcomesAsync(proxy, 2, "http://mail.example/"));
        Assert.AreEqual("-", await OutcomesAsync(proxy, 1));
        Assert.AreEqual((2, 1, mock), (fault.Calls, fault.Hits, fault.Mock));
        Assert.AreEqual((4, 1), (other.Calls, other.Hits));
    }

    [TestMethod]
    public async Task Hits_only_its_scope_and_those_within_it()
    {
        await using TestProxy proxy = await StartAsync();
        ActivityTraceId mine = ActivityTraceId.CreateRandom();
        ActivityTraceId theirs = ActivityTraceId.CreateRandom();
        await using ProxyScope one = proxy.Root.OpenScope("one", mine);
        await using ProxyScope other = proxy.Root.OpenScope("other", theirs);
        one.Disturb(f => f.Reset());

        Assert.AreEqual("x", await OutcomesAsync(proxy, 1, trace: mine));
        Assert.AreEqual("-", await OutcomesAsync(proxy, 1, trace: theirs));
        Assert.AreEqual("-", await OutcomesAsync(proxy, 1));
        proxy.Root.Disturb(f => f.Reset());
        Assert.AreEqual("x", await OutcomesAsync(proxy, 1, trace: theirs));
    }

    [TestMethod]
    public async Task A_fault_ends_with_its_scope_and_lets_go_what_it_holds()
    {
        await using TestProxy proxy = await StartAsync();
        ProxyScope scope = proxy.Root.OpenScope("test");
        Fault fault = scope.Disturb(f => f.Timeout());
        Task<string> held = OutcomesAsync(proxy, 1);
        await proxy.SeenAsync(1).Soon();

        await scope.DisposeAsync();

        Assert.AreEqual("-", await held.Soon());
        Assert.IsTrue(fault.IsRemoved);
        Assert.AreEqual("-", await OutcomesAsync(proxy, 1));
        ProxyException ended = Assert.ThrowsExactly<ProxyException>(() => scope.Disturb(f => f.Reset()));
        Assert.AreEqual("TO2004: Scope 'test' has ended; adding a fault needs an open scope.", ended.Message);
    }

    [TestMethod]
    public async Task Times_add_up_and_the_smallest_limit_breaks_first()
    {
        ManualTimeProvider clock = new(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(60_000));
        await using TestProxy proxy = await StartAsync(clock);
        proxy.Root.Disturb(f => f.ResetAfter(6));
        proxy.Root.Disturb(f => f.Latency(TimeSpan.FromSeconds(1)));
        proxy.Root.Disturb(f => f.LimitData(4).Latency(TimeSpan.FromSeconds(2)).Upstream());
        proxy.Root.Disturb(f => f.Latency(TimeSpan.FromSeconds(3)).ResetAfter(2));
        Task<string> outcome = OutcomesAsync(proxy, 1);

        foreach (int seconds in new[] { 2, 3, 1 })
        {
            await clock.TimerArmedAsync(TimeSpan.FromSeconds(seconds)).Soon();
            clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        Assert.AreEqual("x", await outcome.Soon());
        Assert.AreEqual(
            "latency 2000 ms upstream; latency 3000 ms downstream; latency 1000 ms downstream; reset downstream after 2 bytes",
            string.Join("; ", proxy.Root.Exchanges.Single().Faults.Select(f => f.What)));
    }

    [TestMethod]
    public async Task A_timeout_comes_before_a_reset_and_a_refusal_before_both()
    {
        await using FaultRig rig = await FaultRig.StartAsync(secure: false);
        rig.Proxy.Root.Disturb(f => f.Reset().Timeout(TimeSpan.FromSeconds(1)));
        FaultTalk talk = await rig.ConnectAsync();
        await talk.AskAsync();
        await rig.PassAsync(TimeSpan.FromSeconds(1));
        Assert.AreEqual("", await talk.ToEndAsync());
        Assert.AreEqual("timeout 1000 ms upstream; closed after timeout 1000 ms upstream", rig.WhatHappened);

        rig.Proxy.Root.Disturb(f => f.Down());

        FaultTalk refused = await rig.ConnectAsync();
        await refused.AskAsync();
        Assert.AreEqual("[reset]", await refused.ToEndAsync());
        Assert.AreEqual("connection refused", rig.WhatHappened);
    }

    private static async Task<TestProxy> StartAsync(TimeProvider? clock = null)
    {
        TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, clock: clock);
        proxy.Root.When(r => r).Respond(j => j.Text("0123456789"));
        return proxy;
    }

    // x: the client got no whole answer; -: it did.
    private static async Task<string> OutcomesAsync(TestProxy proxy, int calls, string url = Url, ActivityTraceId? trace = null, bool keepAlive = false)
    {
        HttpClient client = proxy.Client();
        string outcomes = "";
        for (int call = 0; call < calls; call++)
        {
            // The client tries again by itself what was reset on a connection that it had used before.
            using HttpRequestMessage request = new(HttpMethod.Get, url) { Version = HttpVersion.Version11 };
            request.Headers.ConnectionClose = !keepAlive;

            if (trace is { } id)
            {
                request.Headers.Add("traceparent", $"00-{id}-b7ad6b7169203331-01");
            }

            try
            {
                using HttpResponseMessage response = await client.SendAsync(request).Soon();
                outcomes += await response.Content.ReadAsStringAsync().Soon() == "0123456789" ? '-' : '?';
            }
            catch (HttpRequestException)
            {
                outcomes += 'x';
            }
        }

        return outcomes;
    }
}
