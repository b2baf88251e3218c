using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Mocks;

[TestClass]
public sealed class MockChoiceTests
{
    [TestMethod]
    [DataRow("priority goes before everything")]
    [DataRow("more parameters")]
    [DataRow("a list of calls goes before bounds")]
    [DataRow("an exact host goes before a wildcard")]
    [DataRow("a host goes before a path")]
    [DataRow("an exact path goes before a form")]
    [DataRow("a form goes before a regular expression")]
    [DataRow("a method is better than none")]
    [DataRow("the most recently added")]
    public async Task Of_the_mocks_that_fit_one_is_chosen(string by)
    {
        (Func<ProxyScope, MockSetup> better, Func<ProxyScope, MockSetup> other) = by switch
        {
            "priority goes before everything" => Pair(s => s.When(r => r).Priority(1), s => s.When(r => r.Get("http://shop.example.com/cart/7").Query("a").Query("b"))),
            "more parameters" => Pair(s => s.When(r => r.Param("a").Param("b")), s => s.When(r => r.Get("http://shop.example.com/cart/7").Param("a"))),
            "a list of calls goes before bounds" => Pair(s => s.When(r => r).Call(1), s => s.When(r => r.Get("http://shop.example.com/cart/7")).BeforeCall(5)),
            "an exact host goes before a wildcard" => Pair(s => s.When(r => r.Host("shop.example.com")), s => s.When(r => r.Host("*.example.com").Path("/cart/7"))),
            "a host goes before a path" => Pair(s => s.When(r => r.Host("*.example.com")), s => s.When(r => r.Get("/cart/7"))),
            "an exact path goes before a form" => Pair(s => s.When(r => r.Path("/cart/7")), s => s.When(r => r.Method("GET").Path("/cart/*"))),
            "a form goes before a regular expression" => Pair(s => s.When(r => r.Path("/cart/*")), s => s.When(r => r.Method("GET").Path("re:/cart/7"))),
            "a method is better than none" => Pair(s => s.When(r => r.Method("GET")), s => s.When(r => r)),
            "the most recently added" or _ => Pair(s => s.When(r => r.Path("/cart/7")), s => s.When(r => r.Path("/cart/7"))),
        };
        foreach (bool betterFirst in by == "the most recently added" ? [false] : new[] { true, false })
        {
            await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
            foreach (bool isBetter in new[] { betterFirst, !betterFirst })
            {
                (isBetter ? better : other)(proxy.Root).Respond(j => j.Text(isBetter ? "better" : "other"));
            }

            Assert.AreEqual("better", await GetAsync(proxy), $"added {(betterFirst ? "first" : "last")}");
        }
    }

    [TestMethod]
    public async Task An_inner_scope_goes_before_an_outer_one_whatever_the_priority()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Get("http://shop.example.com/cart/7")).Priority(9).Respond(j => j.Text("outer"));
        await using (ProxyScope test = proxy.Root.OpenScope("test"))
        {
            test.When(r => r).Priority(-1).Respond(j => j.Text("inner"));
            Assert.AreEqual("inner", await GetAsync(proxy));
        }

        Assert.AreEqual("outer", await GetAsync(proxy));
    }

    [TestMethod]
    public async Task Calls_are_counted_for_each_mock_whoever_answers()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        Mock always = proxy.Root.When(r => r.Path("/cart/*")).Respond(j => j.Text("always"));
        Mock second = proxy.Root.When(r => r.Path("/cart/7")).Call(2).Respond(j => j.Text("second"));
        Mock late = proxy.Root.When(r => r.Path("/cart/7")).AfterCall(3).BeforeCall(6).Call(8).Respond(j => j.Text("late"));

        List<string> answers = [];
        for (int i = 0; i < 9; i++)
        {
            answers.Add(await GetAsync(proxy));
        }

        Assert.AreEqual("always second always late late always always late always", string.Join(' ', answers));
        Assert.AreEqual((9, 5), (always.Requests, always.Calls));
        Assert.AreEqual((9, 1), (second.Requests, second.Calls));
        Assert.AreEqual((9, 3), (late.Requests, late.Calls));
    }

    [TestMethod]
    public async Task A_miss_says_which_call_it_was()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Path("/cart/7")).FirstCall().Respond(j => j.Text("first"));

        Assert.AreEqual("first", await GetAsync(proxy));
        Assert.Contains("    call: expected index 0, seen index 1\n", await GetAsync(proxy));
    }

    [TestMethod]
    public async Task With_best_effort_one_parameter_is_enough_and_more_win()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Param("a", "1").Param("b", "other")).BestEffort().Respond(j => j.Text("one"));

        Assert.AreEqual("one", await GetAsync(proxy));
        proxy.Root.When(r => r.Param("a", "1").Param("b", "2").Param("c", "other")).BestEffort().Respond(j => j.Text("two"));
        proxy.Root.When(r => r.Param("a", "other").Param("b", "other")).BestEffort().Priority(1).Respond(j => j.Text("none"));
        Assert.AreEqual("two", await GetAsync(proxy));
    }

    [TestMethod]
    public async Task A_mock_that_was_not_called_as_expected_is_a_problem_when_its_scope_ends()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        ProxyScope test = proxy.Root.OpenScope("test");
        test.When(r => r.Path("/cart/*")).MustBeCalled().Respond(j => j.Text("called"));
        test.When(r => r.Path("/cart/7")).BestEffort().Priority(-1).MustBeCalled(0).Respond(j => j);
        test.When(r => r.Path("/orders")).MustBeCalled(2).Respond(j => j);

        Assert.AreEqual("called", await GetAsync(proxy));
        await test.DisposeAsync();
        await test.DisposeAsync();

        Assert.AreEqual(
            "TO2341: The mock ANY */orders (scope 'test') was to be called 2 times, and was called not at all; no request fitted its pattern.",
            test.Problems.Single().Message);
    }

    [TestMethod]
    public async Task What_nobody_can_have_meant_is_refused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        MockSetup setup = proxy.Root.When(r => r);

        Assert.AreEqual("TO2210", Code(() => setup.AfterCall(2).BeforeCall(3)));
        Assert.AreEqual("TO2210", Code(() => setup.BeforeCall(1)));
        Assert.AreEqual("TO2210", Code(() => setup.Call()));
        Assert.AreEqual("TO2211", Code(() => setup.Call(0)));
        Assert.AreEqual("TO2212", Code(() => setup.MustBeCalled(-1)));

        static string Code(Action wrong) => Assert.ThrowsExactly<ProxyException>(wrong).Message.Split(':')[0];
    }

    private static (Func<ProxyScope, MockSetup> Better, Func<ProxyScope, MockSetup> Other) Pair(Func<ProxyScope, MockSetup> better, Func<ProxyScope, MockSetup> other) => (better, other);

    private static async Task<string> GetAsync(TestProxy proxy) =>
        await (await proxy.Client().GetAsync(new Uri("http://shop.example.com/cart/7?a=1&b=2")).Soon()).Content.ReadAsStringAsync();
}
