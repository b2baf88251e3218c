using System.Diagnostics;
using System.Net;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Expectations;

[TestClass]
public sealed class WaitTests
{
    [TestMethod]
    public async Task What_has_happened_already_is_returned_at_once()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        await proxy.Client().GetAsync(new Uri("https://h/one")).Soon();
        await proxy.Client().GetAsync(new Uri("https://h/two")).Soon();

        Task<RecordedExchange> wait = proxy.Root.WaitForAsync(r => r.Host("h"));

        Assert.IsTrue(wait.IsCompleted);
        Assert.AreEqual("https://h/one", (await wait).Request.RawUrl);
    }

    [TestMethod]
    public async Task What_is_still_to_come_is_waited_for_until_it_has_been_answered()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        using ResponseGate gate = new();
        proxy.Root.When(r => r.Path("/held")).Respond(j => j.Json(new { ok = true }).HeldBy(gate));
        Task<RecordedExchange> wait = proxy.Root.WaitForAsync(r => r.Path("/held"));
        Task<string> call = proxy.Client().GetStringAsync(new Uri("https://h/held"));
        await gate.WaitForHeldAsync(1);
        Assert.IsFalse(wait.IsCompleted);

        gate.Open();

        RecordedExchange answered = await wait.Soon();
        Assert.IsTrue(answered.Response!.Json["ok"]!.GetValue<bool>());
        await call.Soon();
    }

    [TestMethod]
    public async Task Several_are_returned_in_the_order_in_which_they_came()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        Task<IReadOnlyList<RecordedExchange>> wait = proxy.Root.WaitForAsync(r => r.Host("h"), 3);

        foreach (string path in new[] { "one", "two", "three", "four" })
        {
            await proxy.Client().GetAsync(new Uri($"https://h/{path}")).Soon();
        }

        CollectionAssert.AreEqual(new long[] { 1, 2, 3 }, (await wait.Soon()).Select(e => e.Number).ToArray());
    }

    [TestMethod]
    public async Task A_client_that_has_its_answer_finds_it_recorded()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("hello", proxy.Authority);
        proxy.Root.When(r => r.Host("mocked")).Respond(j => j.Text("hello"));

        for (int i = 1; i <= 50; i++)
        {
            foreach (Version version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
            {
                HttpClient client = proxy.Client(version);
                await client.GetStringAsync(origin.Address).Soon();
                await client.GetStringAsync(new Uri("https://mocked/")).Soon();
                string[] others = [.. proxy.Root.Exchanges.Where(e => e is not { IsComplete: true, Response.Text: "hello" }).Select(e => $"{e} {e.Request.Protocol} {e.Outcome} complete: {e.IsComplete}, error: {e.Error}, answer: {e.Response?.Text}")];
                Assert.IsEmpty(others, $"round {i}, {version}: {string.Join("; ", others)}");
                client.Dispose();
            }
        }
    }

    [TestMethod]
    public async Task Time_that_is_up_is_explained_by_the_nearest_exchanges()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, clock: clock);
        using ResponseGate gate = new();
        await using ProxyScope one = proxy.Root.OpenScope("one", ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"));
        await using ProxyScope two = proxy.Root.OpenScope("two", ActivityTraceId.CreateFromString("1af7651916cd43dd8448eb211c80319c"));
        proxy.Root.When(r => r.Path("/held")).Respond(j => j.HeldBy(gate));
        await SendAsync(proxy, one, HttpMethod.Post, "https://payments.example.com/charge");
        await SendAsync(proxy, one, HttpMethod.Get, "https://rates.example.com/latest?base=EUR");
        await SendAsync(proxy, two, HttpMethod.Post, "https://payments.example.com/charges");
        Task held = SendAsync(proxy, one, HttpMethod.Post, "https://payments.example.com/held");
        await gate.WaitForHeldAsync(1);

        Task<IReadOnlyList<RecordedExchange>> wait = one.WaitForAsync(r => r.Post("https://payments.example.com/charges").Query("id", "1"), 2, TimeSpan.FromSeconds(2.5));
        Task<RecordedExchange> waitForFitting = one.WaitForAsync(r => r.Post("https://payments.example.com/charges"));
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(2.5)).Soon();
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.AreEqual("""
            TO2401: Waited 2.5 s for 2 answered exchanges that fit POST https://payments.example.com/charges?id=1 in scope 'one'; 0 came.
            Of the 3 exchanges that the scope has seen, the nearest:
              #1 POST https://payments.example.com/charge -> refused (no mock fits)
                path: expected /charges, seen /charge
                query 'id': expected '1', seen nothing
              #4 POST https://payments.example.com/held -> not answered yet
                path: expected /charges, seen /held
                query 'id': expected '1', seen nothing
              #2 GET https://rates.example.com/latest?base=EUR -> refused (no mock fits)
                method: expected POST, seen GET
                host: expected payments.example.com:443, seen rates.example.com:443
                path: expected /charges, seen /latest
                query 'id': expected '1', seen nothing
            """, (await Assert.ThrowsExactlyAsync<TimeoutException>(() => wait.Soon())).Message);
        StringAssert.EndsWith((await Assert.ThrowsExactlyAsync<TimeoutException>(() => waitForFitting.Soon())).Message, """

            Requests that fit came in other scopes, to which they belong by their trace, or because they name none:
              #3 POST https://payments.example.com/charges -> refused (no mock fits) (scope 'two')
            """);
        gate.Open();
        await held.Soon();
    }

    [TestMethod]
    public async Task Time_that_is_up_without_any_exchange_says_so()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
        Task<RecordedExchange> wait = proxy.Root.WaitForAsync(r => r.Host("h"));
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(30)).Soon();

        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.AreEqual(
            "TO2401: Waited 30 s for 1 answered exchange that fits ANY h/** in scope 'session'; 0 came.\nThe scope has seen no exchange at all.",
            (await Assert.ThrowsExactlyAsync<TimeoutException>(() => wait.Soon())).Message);
    }

    [TestMethod]
    public async Task Canceling_is_not_running_out_of_time()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using CancellationTokenSource canceled = new();
        Task<RecordedExchange> wait = proxy.Root.WaitForAsync(r => r.Host("h"), cancellationToken: canceled.Token);

        await canceled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => wait.Soon());
    }

    [TestMethod]
    public async Task A_wait_may_have_no_end()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        Task<RecordedExchange> wait = proxy.Root.WaitForAsync(r => r.Host("h"), Timeout.InfiniteTimeSpan);

        await proxy.Client().GetAsync(new Uri("https://h/")).Soon();

        await wait.Soon();
    }

    [TestMethod]
    public async Task What_cannot_be_waited_for_is_refused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(async () => await proxy.Root.WaitForAsync(r => r, 0));
        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => proxy.Root.WaitForAsync(r => r, TimeSpan.FromSeconds(-1)));
    }

    private static async Task SendAsync(TestProxy proxy, ProxyScope scope, HttpMethod method, string url)
    {
        using HttpRequestMessage request = new(method, url);
        request.Headers.Add("traceparent", $"00-{scope.TraceId}-b7ad6b7169203331-01");
        using HttpResponseMessage response = await proxy.Client().SendAsync(request);
    }
}
