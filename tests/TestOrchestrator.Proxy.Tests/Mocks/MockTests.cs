using System.Net;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Mocks;

[TestClass]
public sealed class MockTests
{
    [TestMethod]
    public async Task A_mock_answers_in_place_of_the_origin()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        ProxyScope scope = proxy.Root;
        Mock mock = scope.When(r => r.Post("https://payments.example.com/charges")).Respond(j => j.Json(new { id = "ch_1" }));

        HttpResponseMessage response = await proxy.Client().PostAsync(new Uri("https://payments.example.com/charges"), new StringContent("{\"sku\":\"book\"}")).Soon();

        Assert.AreEqual("{\"id\":\"ch_1\"}", await response.Content.ReadAsStringAsync());
        Assert.AreEqual("application/json", response.Content.Headers.ContentType?.ToString());
        RecordedExchange charge = await scope.WaitForAsync(r => r.Post("https://payments.example.com/charges"));
        Assert.AreEqual("book", charge.Request.Json["sku"]!.GetValue<string>());
        Assert.AreEqual(200, charge.Response!.Status);
        Assert.AreEqual("ch_1", charge.Response.Json["id"]!.GetValue<string>());
        Assert.AreEqual(ExchangeOutcome.Mocked, charge.Outcome);
        Assert.AreSame(mock, charge.Mock);
        Assert.AreEqual(1, mock.Calls);
        await scope.AssertOnceAsync(r => r.Host("payments.example.com"), quiet: TimeSpan.Zero);
    }

    [TestMethod]
    public async Task Bodies_have_their_content_types()
    {
        using TestDirectory directory = new();
        await File.WriteAllTextAsync(directory.File("logo.svg"), "<svg/>");
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Path("/text")).Respond(j => j.Text("grüße"));
        proxy.Root.When(r => r.Path("/null")).Respond(j => j.Json(null));
        proxy.Root.When(r => r.Path("/raw")).Respond(j => j.JsonText("{ \"n\": 1.10 }"));
        proxy.Root.When(r => r.Path("/file")).Respond(j => j.File(directory.File("logo.svg")));
        proxy.Root.When(r => r.Path("/bytes")).Respond(j => j.Bytes(new byte[] { 1, 2, 3 }));
        proxy.Root.When(r => r.Path("/own")).Respond(j => j.Text("a,b").Header("Content-Type", "text/csv"));
        proxy.Root.When(r => r.Path("/empty")).Respond(j => j);
        HttpClient client = proxy.Client(HttpVersion.Version20);

        Assert.AreEqual("text/plain; charset=utf-8 grüße", await GetAsync("/text"));
        Assert.AreEqual("application/json null", await GetAsync("/null"));
        Assert.AreEqual("application/json { \"n\": 1.10 }", await GetAsync("/raw"));
        Assert.AreEqual("image/svg+xml <svg/>", await GetAsync("/file"));
        Assert.AreEqual("application/octet-stream \u0001\u0002\u0003", await GetAsync("/bytes"));
        Assert.AreEqual("text/csv a,b", await GetAsync("/own"));
        Assert.AreEqual(" ", await GetAsync("/empty"));

        async Task<string> GetAsync(string path)
        {
            HttpResponseMessage response = await client.GetAsync(new Uri($"https://api.example.com{path}")).Soon();
            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
            return $"{response.Content.Headers.ContentType} {await response.Content.ReadAsStringAsync()}";
        }
    }

    [TestMethod]
    public async Task A_response_looks_exactly_as_it_was_described()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("h")).Respond(j => j.Status(503).Text("later").Header("Retry-After", "5").Header("Set-Cookie", "a=1").Header("Set-Cookie", "b=2").Header("Date", "now"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync("GET http://h/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        Assert.AreEqual(
            "HTTP/1.1 503 Service Unavailable\r\n"
            + "Content-Length: 5\r\n"
            + "Connection: close\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n"
            + "Date: now\r\n"
            + "Retry-After: 5\r\n"
            + "Set-Cookie: a=1\r\n"
            + "Set-Cookie: b=2\r\n\r\n"
            + "later",
            await client.ReadToEndAsync().Soon());
    }

    [TestMethod]
    [DataRow("1.1")]
    [DataRow("2.0")]
    public async Task HEAD_gets_the_headers_of_GET_and_no_body(string version)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("api.example.com")).Respond(j => j.Text("12345"));
        using HttpRequestMessage request = new(HttpMethod.Head, "https://api.example.com/") { Version = Version.Parse(version) };

        HttpResponseMessage response = await proxy.Client().SendAsync(request).Soon();

        Assert.AreEqual(5, response.Content.Headers.ContentLength);
        Assert.AreEqual("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.AreEqual("", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    [DataRow(204)]
    [DataRow(205)]
    [DataRow(304)]
    public async Task A_status_without_a_body_has_none(int status)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("api.example.com")).Respond(j => j.Status(status));

        HttpResponseMessage response = await proxy.Client().GetAsync(new Uri("https://api.example.com/")).Soon();

        Assert.AreEqual(status, (int)response.StatusCode);
        Assert.AreEqual("", await response.Content.ReadAsStringAsync());
        Assert.AreEqual($"TO2205: A response with status {status} has no body. Leave out the body, or give another status.",
            Assert.ThrowsExactly<ProxyException>(() => proxy.Root.When(r => r).Respond(j => j.Text("x").Status(status))).Message);
    }

    [TestMethod]
    public async Task A_delay_counts_from_when_the_whole_request_has_come()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
        proxy.Root.When(r => r.Host("h")).Respond(j => j.Status(299).Delay(TimeSpan.FromSeconds(1)));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync("POST http://h/ HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nha");
        await proxy.SeenAsync(1);
        clock.Advance(TimeSpan.FromSeconds(5));
        await client.SendAsync("lf");
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(1)).Soon();
        Assert.AreEqual(ExchangeOutcome.Pending, proxy.Root.Exchanges.Single().Outcome);

        clock.Advance(TimeSpan.FromSeconds(1));

        StringAssert.StartsWith(await client.ReadHeadAsync().Soon(), "HTTP/1.1 299");
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual("half", exchange.Request.Text);
        Assert.AreEqual(TimeSpan.FromSeconds(5), exchange.Timings.RequestReceived);
        Assert.AreEqual(TimeSpan.FromSeconds(6), exchange.Timings.ResponseStarted);
        Assert.AreEqual(TimeSpan.FromSeconds(6), exchange.Timings.Completed);
    }

    [TestMethod]
    public async Task Responses_in_order_are_given_in_order_and_the_last_repeats()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Get("https://quotes.example.com/")).RespondInOrder(j => j.Status(503), j => j.Text("one"), j => j.Text("last"));
        HttpClient client = proxy.Client();

        List<string> answers = [];
        for (int i = 0; i < 4; i++)
        {
            HttpResponseMessage response = await client.GetAsync(new Uri("https://quotes.example.com/")).Soon();
            answers.Add($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }

        CollectionAssert.AreEqual(new[] { "503 ", "200 one", "200 last", "200 last" }, answers);
    }

    [TestMethod]
    public async Task A_callback_answers_each_request_by_what_it_holds()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("echo.example.com")).Respond(request => new MockResponse().Text($"{request.Method} {request.Url} {request.Headers["X-Name"]} {request.Text}"));
        using HttpRequestMessage request = new(HttpMethod.Put, "https://echo.example.com/a?b=1") { Content = new StringContent("body"), Headers = { { "X-Name", "anna" } } };

        HttpResponseMessage response = await proxy.Client().SendAsync(request).Soon();

        Assert.AreEqual("PUT https://echo.example.com/a?b=1 anna body", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task A_callback_that_throws_is_answered_for_and_reported()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("echo.example.com")).Respond(request => throw new InvalidOperationException($"No {request.Method} here."));

        HttpResponseMessage response = await proxy.Client().GetAsync(new Uri("https://echo.example.com/")).Soon();

        const string Message = "TO2306: The mock ANY echo.example.com/** (scope 'session') could not answer GET https://echo.example.com/: InvalidOperationException: No GET here.";
        Assert.AreEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.AreEqual($"{Message}\n", await response.Content.ReadAsStringAsync());
        ProxyProblem problem = proxy.Root.Problems.Single();
        Assert.AreEqual(Message, problem.Message);
        Assert.AreEqual("TO2306", problem.Code);
        Assert.AreEqual(1, problem.Exchange);
        Assert.AreEqual("session", problem.Scope);
    }

    [TestMethod]
    public async Task A_response_is_as_it_was_when_it_was_described()
    {
        using TestDirectory directory = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        List<int> numbers = [1];
        byte[] bytes = [1];
        proxy.Root.When(r => r.Path("/json")).Respond(j => j.Json(numbers));
        proxy.Root.When(r => r.Path("/bytes")).Respond(j => j.Bytes(bytes));
        numbers.Add(2);
        bytes[0] = 9;

        Assert.AreEqual("[1]", await proxy.Client().GetStringAsync(new Uri("https://h/json")).Soon());
        Assert.AreEqual("\u0001", await proxy.Client().GetStringAsync(new Uri("https://h/bytes")).Soon());
    }

    [TestMethod]
    public async Task A_file_that_is_gone_is_answered_for_and_reported()
    {
        using TestDirectory directory = new();
        string path = directory.File("answer.json");
        await File.WriteAllTextAsync(path, "{}");
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("h")).Respond(j => j.File(path));
        File.Delete(path);

        HttpResponseMessage response = await proxy.Client().GetAsync(new Uri("https://h/")).Soon();

        Assert.AreEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        StringAssert.StartsWith(proxy.Root.Problems.Single().Message, "TO2306: The mock ANY h/** (scope 'session') could not answer GET https://h/: FileNotFoundException: ");
    }

    [TestMethod]
    public async Task A_removed_mock_answers_no_more()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        Mock mock = proxy.Root.When(r => r.Host("h")).Respond(j => j.Text("mocked"));
        Assert.AreEqual("mocked", await proxy.Client().GetStringAsync(new Uri("https://h/")).Soon());

        mock.Remove();

        Assert.AreEqual(HttpStatusCode.BadGateway, (await proxy.Client().GetAsync(new Uri("https://h/")).Soon()).StatusCode);
    }

    [TestMethod]
    public async Task A_large_body_is_received_before_the_answer()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("h")).Respond(request => new MockResponse().Text($"{request.BodyLength}"));

        HttpResponseMessage response = await proxy.Client(HttpVersion.Version20).PostAsync(new Uri("https://h/"), new ByteArrayContent(new byte[5_000_000])).Soon();

        Assert.AreEqual("5000000", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task A_client_that_waits_to_be_asked_for_its_body_is_asked()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("h")).Respond(j => j.Text("ok"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync("POST http://h/ HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n");
        Assert.AreEqual("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadHeadAsync().Soon());
        await client.SendAsync("body");

        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), "\r\n\r\nok");
        Assert.AreEqual("body", proxy.Root.Exchanges.Single().Request.Text);
    }

    [TestMethod]
    public void What_cannot_be_sent_is_refused_when_it_is_said()
    {
        MockResponse response = new();

        Assert.AreEqual("TO2201: 'X Bad' is not a header name: letters, digits and !#$%&'*+-.^_`|~ are allowed, and at least one.", Message(() => response.Header("X Bad", "1")));
        Assert.AreEqual("TO2202: The value of header 'X' contains the character U+000D; printable characters of Latin-1, blanks and tabs are allowed, so that no value can end its line.", Message(() => response.Header("X", "1\r\nSet-Cookie: a=1")));
        Assert.AreEqual("TO2202: The value of header 'X' contains the character U+0000; printable characters of Latin-1, blanks and tabs are allowed, so that no value can end its line.", Message(() => response.Header("X", "\0")));
        Assert.AreEqual("TO2202: The value of header 'Content-Type' contains the character U+000A; printable characters of Latin-1, blanks and tabs are allowed, so that no value can end its line.", Message(() => response.Text("x", "text/plain\n")));
        Assert.AreEqual("TO2203: Header 'content-length' cannot be given: it describes how the message is carried, which the proxy does itself.", Message(() => response.Header("content-length", "1")));
        Assert.AreEqual("TO2204: 101 is not a status that a response can have; 200 to 999 are, but not 1xx, which announce another response.", Message(() => response.Status(101)));
        Assert.AreEqual("TO2206: The file '/no/such/file' of a mock does not exist.", Message(() => response.File("/no/such/file")));
        Assert.AreEqual("TO2207: The delay -00:00:01 is negative.", Message(() => response.Delay(TimeSpan.FromSeconds(-1))));
        StringAssert.StartsWith(Message(() => response.JsonText("{")), "TO2208: The text is not JSON: ");
    }

    [TestMethod]
    public async Task Responding_in_order_needs_a_response()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        Assert.AreEqual("TO2209: RespondInOrder was given no response; it needs at least one.", Message(() => proxy.Root.When(r => r).RespondInOrder()));
    }

    [TestMethod]
    public async Task Text_in_another_charset_is_read_in_it()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("h")).Respond(j => j.Bytes(Encoding.Latin1.GetBytes("grüße"), "text/plain; charset=iso-8859-1"));
        await proxy.Client().GetByteArrayAsync(new Uri("https://h/")).Soon();

        Assert.AreEqual("grüße", proxy.Root.Exchanges.Single().Response?.Text);
    }

    private static string Message(Func<object> wrong) => Assert.ThrowsExactly<ProxyException>(() => _ = wrong()).Message;
}
