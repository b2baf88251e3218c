using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Exchanges;

[TestClass]
public sealed class RecordingTests
{
    [TestMethod]
    public async Task A_long_body_passes_whole_and_its_beginning_is_kept()
    {
        await using TestProxy proxy = await StartAsync(new ProxySessionLimits { MaxBodyBytes = 10 });
        proxy.Root.When(r => r).Respond(j => j.Text("the whole of a long answer"));

        HttpResponseMessage response = await proxy.Client().PostAsync(new Uri("https://h/"), new StringContent("the whole of a long question")).Soon();

        Assert.AreEqual("the whole of a long answer", await response.Content.ReadAsStringAsync());
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual("the whole ", exchange.Request.Text);
        Assert.AreEqual(28, exchange.Request.BodyLength);
        Assert.AreEqual(BodyCapture.Truncated, exchange.Request.BodyCapture);
        Assert.AreEqual("the whole ", exchange.Response?.Text);
        Assert.AreEqual(26, exchange.Response?.BodyLength);
        Assert.AreEqual(BodyCapture.Truncated, exchange.Response?.BodyCapture);
    }

    [TestMethod]
    public async Task The_oldest_bodies_are_dropped_first_and_marked()
    {
        await using TestProxy proxy = await StartAsync(new ProxySessionLimits { MaxSessionBodyBytes = 25 });
        proxy.Root.When(r => r).Respond(request => new MockResponse().Text(request.Head.Path[1..]));
        HttpClient client = proxy.Client();
        foreach (string body in new[] { "0123456789", "9876543210", "abcde" })
        {
            await client.GetAsync(new Uri($"https://h/{body}")).Soon();
        }

        IReadOnlyList<RecordedExchange> before = proxy.Root.Exchanges;
        await client.GetAsync(new Uri("https://h/x")).Soon();

        CollectionAssert.AreEqual(new[] { "0123456789", "9876543210", "abcde" }, before.Select(e => e.Response?.Text).ToArray());
        IReadOnlyList<RecordedExchange> after = proxy.Root.Exchanges;
        CollectionAssert.AreEqual(new[] { "", "9876543210", "abcde", "x" }, after.Select(e => e.Response?.Text).ToArray());
        Assert.AreEqual(BodyCapture.Dropped, after[0].Response?.BodyCapture);
        Assert.AreEqual(10, after[0].Response?.BodyLength);
        Assert.AreEqual(BodyCapture.Whole, after[1].Response?.BodyCapture);
        Assert.AreEqual(
            "TO2111: The body of a response with status 200 is not JSON: it was dropped to keep the session within MaxSessionBodyBytes. Its content type is 'text/plain; charset=utf-8'.",
            Assert.ThrowsExactly<ProxyException>(() => after[0].Response?.Json).Message);
    }

    [TestMethod]
    public async Task Nothing_is_kept_of_bodies_where_that_is_asked_for()
    {
        await using TestProxy proxy = await StartAsync(new ProxySessionLimits { MaxBodyBytes = 0 });
        proxy.Root.When(r => r).Respond(j => j.Text("answer"));

        Assert.AreEqual("answer", await proxy.Client().GetStringAsync(new Uri("https://h/")).Soon());

        Assert.AreEqual(0, proxy.Root.Exchanges.Single().Response?.Body.Length);
    }

    [TestMethod]
    public async Task The_oldest_exchanges_are_forgotten()
    {
        await using TestProxy proxy = await StartAsync(new ProxySessionLimits { MaxExchanges = 2 });
        proxy.Root.When(r => r).Respond(j => j.Text("body"));
        for (int i = 1; i <= 3; i++)
        {
            await proxy.Client().GetAsync(new Uri($"https://h/{i}")).Soon();
        }

        CollectionAssert.AreEqual(new long[] { 2, 3 }, proxy.Root.Exchanges.Select(e => e.Number).ToArray());
        Assert.AreEqual(2 * "body".Length, proxy.Session.Log.Budget.Kept_UnderGate);
    }

    [TestMethod]
    public async Task A_snapshot_does_not_change()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();
        RecordedExchange asked = proxy.Root.Exchanges.Single();
        await received.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
        await client.ReadHeadAsync().Soon();
        await client.ReadAsync(4).Soon();
        RecordedExchange half = proxy.Root.Exchanges.Single();
        await received.SendAsync("done");
        await client.ReadAsync(4).Soon();
        RecordedExchange whole = proxy.Root.Exchanges.Single();

        Assert.IsNull(asked.Response);
        Assert.AreEqual(ExchangeOutcome.Pending, asked.Outcome);
        Assert.AreEqual("half", half.Response?.Text);
        Assert.IsFalse(half.IsComplete);
        Assert.AreEqual($"#1 GET http://{origin.Authority}/ -> 200 (not complete yet)", half.ToString());
        Assert.AreEqual("halfdone", whole.Response?.Text);
        Assert.IsTrue(whole.IsComplete);
    }

    [TestMethod]
    public async Task Headers_are_found_whatever_their_case_and_kept_one_by_one()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j);
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync("GET http://h/ HTTP/1.1\r\nHost: h\r\nX-Name: anna\r\nx-name: bert\r\n\r\n");
        await client.ReadHeadAsync().Soon();

        RecordedHeaders headers = proxy.Root.Exchanges.Single().Request.Headers;

        Assert.AreEqual("anna, bert", headers["X-NAME"]);
        CollectionAssert.AreEqual(new[] { "anna", "bert" }, headers.GetValues("x-Name").ToArray());
        Assert.IsTrue(headers.Contains("host"));
        Assert.IsNull(headers["absent"]);
        Assert.IsEmpty(headers.GetValues("absent"));
        Assert.HasCount(3, headers);
    }

    [TestMethod]
    [DataRow("", "it is empty")]
    [DataRow("null", "it is the literal null, which has no members")]
    [DataRow("<html>", "'<' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 0. It begins with: <html>")]
    public async Task A_body_that_is_not_JSON_says_what_it_is(string body, string seen)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j);
        await proxy.Client().PostAsync(new Uri("https://h/x"), new StringContent(body)).Soon();

        RecordedRequest request = proxy.Root.Exchanges.Single().Request;

        ProxyException wrong = Assert.ThrowsExactly<ProxyException>(() => request.Json);
        string literal = body == "null" ? ". It begins with: null" : "";
        Assert.AreEqual($"TO2111: The body of the request POST https://h/x is not JSON: {seen}{literal}. Its content type is 'text/plain; charset=utf-8'.", wrong.Message);
    }

    [TestMethod]
    public async Task The_URL_equals_one_made_of_its_text_and_the_raw_one_is_untouched()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j);
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync("GET http://user:secret@H.example.com/a/../%7eb?x=%20 HTTP/1.1\r\nHost: h\r\n\r\n");
        await client.ReadHeadAsync().Soon();

        RecordedRequest request = proxy.Root.Exchanges.Single().Request;

        Assert.AreEqual(new Uri("http://h.example.com/~b?x=%20"), request.Url);
        Assert.AreEqual("http://H.example.com/a/../%7eb?x=%20", request.RawUrl);
    }

    private static Task<TestProxy> StartAsync(ProxySessionLimits limits) => TestProxy.StartAsync(session: s => s with { Limits = limits });
}
