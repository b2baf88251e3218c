using System.Diagnostics;
using TestOrchestrator.Proxy.Expectations;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Expectations;

[TestClass]
public sealed class AssertionTests
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(200);

    private readonly ManualTimeProvider _clock = new();

    [TestMethod]
    public async Task Once_is_once_after_it_has_been_quiet()
    {
        await using TestProxy proxy = await StartAsync();
        Task assertion = proxy.Root.AssertOnceAsync(r => r.Host("h"));
        await proxy.Client().GetAsync(new Uri("http://h/")).Soon();
        await _clock.TimerArmedAsync(s_quiet).Soon();

        _clock.Advance(s_quiet / 2);
        Assert.IsFalse(assertion.IsCompleted);
        await proxy.Client().GetAsync(new Uri("http://other/")).Soon();
        _clock.Advance(s_quiet / 2);
        await _clock.TimerArmedAsync(s_quiet).Soon();
        Assert.IsFalse(assertion.IsCompleted);

        _clock.Advance(s_quiet);
        await assertion.Soon();
    }

    [TestMethod]
    public async Task Quiet_counts_from_the_assertion_at_the_earliest()
    {
        await using TestProxy proxy = await StartAsync();
        await proxy.Client().GetAsync(new Uri("http://h/")).Soon();
        _clock.Advance(TimeSpan.FromMinutes(1));

        Task assertion = proxy.Root.AssertOnceAsync(r => r.Host("h"));
        await _clock.TimerArmedAsync(s_quiet).Soon();
        Assert.IsFalse(assertion.IsCompleted);

        _clock.Advance(s_quiet);
        await assertion.Soon();
    }

    [TestMethod]
    public async Task A_second_request_fails_at_once()
    {
        await using TestProxy proxy = await StartAsync();
        using ResponseGate gate = new();
        proxy.Root.When(r => r.Url("http://h/two")).Respond(j => j.HeldBy(gate));
        Task assertion = proxy.Root.AssertOnceAsync(r => r.Host("h"));
        await proxy.Client().GetAsync(new Uri("http://h/one")).Soon();
        Task<HttpResponseMessage> second = proxy.Client().GetAsync(new Uri("http://h/two"));

        ProxyAssertionException failed = await Assert.ThrowsExactlyAsync<ProxyAssertionException>(() => assertion.Soon());
        gate.Open();
        await second.Soon();

        Assert.AreEqual("TO2403", failed.Code);
        Assert.AreEqual("""
            TO2403: Exactly one request that fits ANY h/** was expected in scope 'session', but more came:
              #1 GET http://h/one -> refused (no mock fits)
              #2 GET http://h/two -> not answered yet
            """, failed.Message);
    }

    [TestMethod]
    public async Task Once_without_any_fails_when_time_is_up()
    {
        await using TestProxy proxy = await StartAsync();
        await proxy.Client().GetAsync(new Uri("http://other/")).Soon();
        Task assertion = proxy.Root.AssertOnceAsync(r => r.Host("h"), timeout: TimeSpan.FromSeconds(1));
        await _clock.TimerArmedAsync(TimeSpan.FromSeconds(1)).Soon();

        _clock.Advance(TimeSpan.FromSeconds(1));

        ProxyAssertionException failed = await Assert.ThrowsExactlyAsync<ProxyAssertionException>(() => assertion.Soon());
        Assert.AreEqual("""
            TO2402: Exactly one request that fits ANY h/** was expected in scope 'session'; none came within 1 s.
            The one exchange that the scope has seen:
              #1 GET http://other/ -> refused (no mock fits)
                host: expected h, seen other
            """, failed.Message);
    }

    [TestMethod]
    public async Task None_is_none_after_it_has_been_quiet()
    {
        await using TestProxy proxy = await StartAsync();
        Task assertion = proxy.Root.AssertNoneAsync(r => r.Host("h"));
        await _clock.TimerArmedAsync(s_quiet).Soon();
        Assert.IsFalse(assertion.IsCompleted);

        _clock.Advance(s_quiet);
        await assertion.Soon();
    }

    [TestMethod]
    public async Task None_fails_at_once_when_one_comes_and_need_not_be_answered()
    {
        await using TestProxy proxy = await StartAsync();
        using ResponseGate gate = new();
        proxy.Root.When(r => r).Respond(j => j.HeldBy(gate));
        Task assertion = proxy.Root.AssertNoneAsync(r => r.Host("h"));
        Task call = proxy.Client().GetAsync(new Uri("http://h/"));

        ProxyAssertionException failed = await Assert.ThrowsExactlyAsync<ProxyAssertionException>(() => assertion.Soon());

        Assert.AreEqual("""
            TO2404: No request that fits ANY h/** was expected in scope 'session', but one came:
              #1 GET http://h/ -> not answered yet
            """, failed.Message);
        gate.Open();
        await call.Soon();
    }

    [TestMethod]
    public async Task What_is_not_answered_is_not_quiet()
    {
        await using TestProxy proxy = await StartAsync();
        using ResponseGate gate = new();
        proxy.Root.When(r => r).Respond(j => j.HeldBy(gate));
        Task call = proxy.Client().GetAsync(new Uri("http://other/"));
        await gate.WaitForHeldAsync(1);
        Task assertion = proxy.Root.AssertNoneAsync(r => r.Host("h"), timeout: TimeSpan.FromSeconds(5));
        await _clock.TimerArmedAsync(TimeSpan.FromSeconds(5)).Soon();

        _clock.Advance(TimeSpan.FromSeconds(5));

        TimeoutException restless = await Assert.ThrowsExactlyAsync<TimeoutException>(() => assertion.Soon());
        Assert.AreEqual("""
            TO2405: Scope 'session' was not quiet for 0.2 s within 5 s, so nobody can tell whether more requests that fit ANY h/** would have come.
            Not answered yet:
              #1 GET http://other/ -> not answered yet
            """, restless.Message);
        gate.Open();
        await call.Soon();
    }

    [TestMethod]
    public async Task Tests_side_by_side_do_not_disturb_each_others_quiet()
    {
        await using TestProxy proxy = await StartAsync();
        using ResponseGate gate = new();
        await using ProxyScope one = proxy.Root.OpenScope("one");
        await using ProxyScope two = proxy.Root.OpenScope("two", ActivityTraceId.CreateFromString("1af7651916cd43dd8448eb211c80319c"));
        proxy.Root.When(r => r).Respond(j => j.HeldBy(gate));
        using HttpRequestMessage request = new(HttpMethod.Get, "http://h/") { Headers = { { "traceparent", "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" } } };
        Task call = proxy.Client().SendAsync(request);
        await gate.WaitForHeldAsync(1);

        await one.AssertNoneAsync(r => r.Host("h"), quiet: TimeSpan.Zero).Soon();

        gate.Open();
        await call.Soon();
    }

    [TestMethod]
    public async Task An_assertion_can_be_canceled()
    {
        await using TestProxy proxy = await StartAsync();
        using CancellationTokenSource canceled = new();
        Task assertion = proxy.Root.AssertNoneAsync(r => r, cancellationToken: canceled.Token);

        await canceled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => assertion.Soon());
    }

    private Task<TestProxy> StartAsync() => TestProxy.StartAsync(UnmatchedRequests.Fail, clock: _clock);
}
