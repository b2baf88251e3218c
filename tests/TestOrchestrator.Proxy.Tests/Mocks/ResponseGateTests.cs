using System.Net;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Mocks;

[TestClass]
public sealed class ResponseGateTests
{
    [TestMethod]
    public async Task Parallel_calls_are_held_until_the_gate_opens()
    {
        var quote = new { price = 1 };
        await using TestProxy proxy = await TestProxy.StartAsync();
        using ResponseGate gate = new();
        proxy.Root.When(r => r.Host("*.example.com")).Respond(j => j.Json(quote).HeldBy(gate));
        HttpClient client = proxy.Client(HttpVersion.Version20);
        Task<string>[] calls = [.. Enumerable.Range(1, 3).Select(i => client.GetStringAsync(new Uri($"https://ext{i}.example.com/quotes")))];

        await gate.WaitForHeldAsync(3);
        Assert.AreEqual(3, gate.Held);
        Assert.IsTrue(proxy.Root.Exchanges.All(e => e.Outcome == ExchangeOutcome.Pending));
        gate.Open();

        CollectionAssert.AreEqual(new[] { "{\"price\":1}", "{\"price\":1}", "{\"price\":1}" }, await Task.WhenAll(calls).Soon());
        Assert.AreEqual(0, gate.Held);
        Assert.AreEqual("{\"price\":1}", await client.GetStringAsync(new Uri("https://ext4.example.com/quotes")).Soon());
    }

    [TestMethod]
    public async Task A_client_that_gives_up_is_held_no_longer()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using ResponseGate gate = new();
        proxy.Root.When(r => r).Respond(j => j.HeldBy(gate));
        RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync("GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n");
        await gate.WaitForHeldAsync(1);

        client.Reset();

        RecordedExchange exchange = await proxy.Root.WaitForAsync(r => r);
        Assert.AreEqual(ExchangeOutcome.Aborted, exchange.Outcome);
        Assert.AreEqual(0, gate.Held);
    }

    [TestMethod]
    public async Task Waiting_for_more_than_come_ends_in_time_and_says_how_many_came()
    {
        ManualTimeProvider clock = new();
        using ResponseGate gate = new(clock);
        Task waiting = gate.WaitForHeldAsync(2);
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(30)).Soon();

        clock.Advance(TimeSpan.FromSeconds(30));

        TimeoutException late = await Assert.ThrowsExactlyAsync<TimeoutException>(() => waiting);
        Assert.AreEqual("TO2406: Waited 30 s for 2 held answers; 0 are held.", late.Message);
    }

    [TestMethod]
    public async Task Waiting_can_be_canceled()
    {
        using ResponseGate gate = new();
        using CancellationTokenSource canceled = new();
        Task waiting = gate.WaitForHeldAsync(1, cancellationToken: canceled.Token);

        await canceled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
    }

    [TestMethod]
    public async Task Disposing_the_gate_lets_go()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        ResponseGate gate = new();
        proxy.Root.When(r => r).Respond(j => j.Text("free").HeldBy(gate));
        Task<string> call = proxy.Client().GetStringAsync(new Uri("https://h/"));
        await gate.WaitForHeldAsync(1);

        gate.Dispose();

        Assert.AreEqual("free", await call.Soon());
    }

    [TestMethod]
    public async Task An_answer_that_is_held_for_too_long_goes_and_is_a_problem()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
        using ResponseGate gate = new(clock) { Limit = TimeSpan.FromSeconds(30) };
        proxy.Root.When(r => r.Get("/held")).Respond(j => j.Text("late").HeldBy(gate));
        Task<string> call = proxy.Client().GetStringAsync(new Uri("http://h/held"));
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(30)).Soon();

        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.AreEqual("late", await call.Soon());
        Assert.AreEqual(0, gate.Held);
        Assert.AreEqual(
            "TO2470: The answer of the mock GET */held (scope 'session') to GET http://h/held was held for 30 s, the limit of its gate, and has gone without the gate being opened. Open the gate, or give it a higher limit.",
            proxy.Root.Problems.Single().Message);
    }

    [TestMethod]
    public void A_limit_is_more_than_nothing() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ResponseGate { Limit = TimeSpan.Zero });

    [TestMethod]
    public async Task The_delay_comes_before_the_gate()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
        using ResponseGate gate = new();
        proxy.Root.When(r => r).Respond(j => j.Text("late").Delay(TimeSpan.FromSeconds(3)).HeldBy(gate));
        Task<string> call = proxy.Client().GetStringAsync(new Uri("http://h/"));
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(3)).Soon();
        Assert.AreEqual(0, gate.Held);

        clock.Advance(TimeSpan.FromSeconds(3));
        await gate.WaitForHeldAsync(1);
        gate.Open();

        Assert.AreEqual("late", await call.Soon());
    }
}
