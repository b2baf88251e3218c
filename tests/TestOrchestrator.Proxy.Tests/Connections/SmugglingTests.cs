using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Connections;

[TestClass]
public sealed class SmugglingTests
{
    private const string Smuggled = "GET http://h/smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

    [TestMethod]
    [DataRow("Content-Length: 5\r\nContent-Length: 6\r\n\r\n", DisplayName = "two lengths")]
    [DataRow("Content-Length: 5, 6\r\n\r\n", DisplayName = "two lengths in a line")]
    [DataRow("Content-Length: -1\r\n\r\n", DisplayName = "a negative length")]
    [DataRow("Content-Length: 5 5\r\n\r\n", DisplayName = "a length with a blank")]
    [DataRow("Content-Length: 5x\r\n\r\n", DisplayName = "a length that is no number")]
    [DataRow("Content-Length: 0x5\r\n\r\n", DisplayName = "a length in hexadecimal")]
    [DataRow("Content-Length:\r\n\r\n", DisplayName = "an empty length")]
    [DataRow("Content-Length: 99999999999999999999\r\n\r\n", DisplayName = "a length that no number holds")]
    [DataRow("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", DisplayName = "a coding after chunked")]
    [DataRow("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n", DisplayName = "a coding after chunked in another line")]
    [DataRow("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", DisplayName = "a coding that ends like chunked")]
    [DataRow("Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", DisplayName = "chunked in quotes")]
    [DataRow("Transfer-Encoding: chunked\u000B\r\n\r\n0\r\n\r\n", DisplayName = "chunked and a vertical tab")]
    [DataRow("Transfer-Encoding: identity\r\n\r\n", DisplayName = "another coding")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\nzz\r\n", DisplayName = "a chunk without a size")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n+5\r\nabcde\r\n0\r\n\r\n", DisplayName = "a chunk with a sign")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n", DisplayName = "a chunk with a prefix")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n5\r\nabcdeXX0\r\n\r\n", DisplayName = "a chunk longer than its size")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n5;a\nb\r\nabcde\r\n0\r\n\r\n", DisplayName = "a line feed in the extension of a chunk")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n5\nabcde\r\n0\r\n\r\n", DisplayName = "a line feed behind the size of a chunk")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n0\r\nX: a\0b\r\n\r\n", DisplayName = "a zero byte in a trailer")]
    [DataRow("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", DisplayName = "a blank before the colon")]
    [DataRow("Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", DisplayName = "a folded coding")]
    [DataRow("X-Folded: a\r\n b\r\n\r\n", DisplayName = "a folded header")]
    [DataRow(" X-First: a\r\n\r\n", DisplayName = "a first header that looks folded")]
    [DataRow("X Y: a\r\n\r\n", DisplayName = "a blank in a name")]
    [DataRow("X\u007F: a\r\n\r\n", DisplayName = "a control character in a name")]
    [DataRow("X\"Y\": a\r\n\r\n", DisplayName = "quotes in a name")]
    [DataRow("(X): a\r\n\r\n", DisplayName = "parentheses in a name")]
    [DataRow("Transfer-Encoding\u0001: chunked\r\n\r\n0\r\n\r\n", DisplayName = "a name that becomes another where the character is ignored")]
    [DataRow(": a\r\n\r\n", DisplayName = "no name")]
    [DataRow("no colon\r\n\r\n", DisplayName = "no colon")]
    [DataRow("X-Zero: a\0b\r\n\r\n", DisplayName = "a zero byte")]
    [DataRow("X-Return: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", DisplayName = "a carriage return alone")]
    [DataRow("Host: x\r\n\r\n", DisplayName = "two hosts")]
    public async Task A_request_that_can_be_read_in_two_ways_is_refused(string rest)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j.Text("answered"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync($"POST http://h/ HTTP/1.1\r\nHost: h\r\n{rest}{Smuggled}");

        StringAssert.StartsWith(await client.ReadToEndAsync().Soon(), "HTTP/1.1 400 Bad Request\r\n");
        Assert.AreEqual(0, proxy.Root.Count(r => r.Path("/smuggled")));
        Assert.IsTrue(proxy.Root.Exchanges.All(e => e.Outcome == ExchangeOutcome.Aborted));
    }

    [TestMethod]
    [DataRow("GET http://a#@h/ HTTP/1.1", DisplayName = "a fragment before the host")]
    [DataRow("GET http://a\\@h/ HTTP/1.1", DisplayName = "a backslash before the host")]
    [DataRow("GET http://h#/ HTTP/1.1", DisplayName = "a fragment behind the host")]
    [DataRow("GET http:///a HTTP/1.1", DisplayName = "no host")]
    [DataRow("GET http://h/a b HTTP/1.1", DisplayName = "a blank in the path")]
    [DataRow("GET\thttp://h/ HTTP/1.1", DisplayName = "a tab behind the method")]
    [DataRow("CONNECT /a HTTP/1.1", DisplayName = "CONNECT with a path")]
    public async Task A_request_line_that_can_be_read_in_two_ways_is_refused(string line)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j.Text("answered"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync($"{line}\r\nHost: h\r\n\r\n{Smuggled}");

        StringAssert.StartsWith(await client.ReadToEndAsync().Soon(), "HTTP/1.1 400 Bad Request\r\n");
        Assert.AreEqual(0, proxy.Root.Count(r => r));
    }

    [TestMethod]
    public async Task A_trailer_with_a_zero_byte_ends_the_request_at_its_origin_too()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await client.SendAsync("0\r\nX: a\0b\r\n\r\n");

        StringAssert.StartsWith(await received.ReadToEndAsync().Soon(), "3\r\nabc\r\n");
        await client.ReadToEndAsync().Soon();
        Assert.AreEqual(ExchangeOutcome.Aborted, proxy.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    [DataRow("CONNECT /a", DisplayName = "CONNECT with a path")]
    [DataRow("CONNECT http://h/a", DisplayName = "CONNECT with a URL")]
    public async Task CONNECT_within_a_connection_that_CONNECT_opened_is_refused(string line)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j.Text("answered"));
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, "h:80");

        await client.SendAsync($"GET /first HTTP/1.1\r\nHost: h\r\n\r\n{line} HTTP/1.1\r\nHost: h\r\n\r\n{Smuggled}");

        StringAssert.Contains(await client.ReadToEndAsync().Soon(), "HTTP/1.1 400 Bad Request\r\n");
        Assert.AreEqual("/first", proxy.Root.Exchanges.Single().Request.Url.AbsolutePath);
    }

    [TestMethod]
    public async Task A_header_name_that_is_none_is_recorded_and_explained()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync("GET http://h/ HTTP/1.1\r\nHost: h\r\nX\u007FY: a\r\n\r\n");

        const string Explanation = "TO2318: GET http://h/ is malformed: 'X\\u007FY' is not the name of a header; letters, digits and !#$%&'*+-.^_`|~ are allowed.";
        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), $"\r\n\r\n{Explanation}\n");
        RecordedExchange refused = proxy.Root.Exchanges.Single();
        Assert.AreEqual(ExchangeOutcome.Aborted, refused.Outcome);
        StringAssert.Contains(refused.Error, "'X\\u007FY'");
    }

    [TestMethod]
    public async Task A_control_character_in_a_URL_is_recorded_and_explained()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j.Text("answered"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync($"GET http://h/a\u007Fb HTTP/1.1\r\nHost: h\r\n\r\n{Smuggled}");

        const string Explanation = "TO2318: GET http://h/a\\u007Fb is malformed: its URL has the character U+007F, which must be escaped there.";
        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), $"\r\n\r\n{Explanation}\n");
        Assert.AreEqual(ExchangeOutcome.Aborted, proxy.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    public async Task Of_a_length_and_chunks_only_the_chunks_go_on()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Smuggled}");

        using RawConnection received = await origin.AcceptAsync().Soon();

        // The length stays readable under a name that nobody goes by.
        const string Expected = "X-Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        string head = await received.ReadHeadAsync().Soon();
        Assert.AreEqual($"POST / HTTP/1.1\r\nHost: {origin.Authority}\r\n{Expected}", head + await received.ReadAsync(5).Soon());
    }

    [TestMethod]
    [DataRow("HTTP/1.1\r\nHost: other.test\r\n\r\n", DisplayName = "Host names another")]
    [DataRow("HTTP/1.1\r\nHost:\r\n\r\n", DisplayName = "Host is empty")]
    [DataRow("HTTP/1.0\r\n\r\n", DisplayName = "no Host in HTTP/1.0")]
    public async Task The_host_is_that_of_the_URL(string rest)
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.Redirect("h.test", origin.Authority, preserveHost: true);
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://h.test/a {rest}");

        using RawConnection received = await origin.AcceptAsync().Soon();

        Assert.AreEqual("GET /a HTTP/1.1\r\nHost: h.test\r\n\r\n", await received.ReadHeadAsync().Soon());
        Assert.AreEqual("http://h.test/a", proxy.Root.Exchanges.Single().Request.RawUrl);
    }

    [TestMethod]
    [DataRow(".test")]
    [DataRow("a..test:80")]
    [DataRow("h.test..x")]
    [DataRow("h.test:99999")]
    public async Task A_Host_that_is_none_is_refused(string host)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j.Text("answered"));
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, "h.test:80");

        await client.SendAsync($"GET /a HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        string answer = await client.ReadToEndAsync().Soon();
        StringAssert.StartsWith(answer, "HTTP/1.1 400 Bad Request\r\n");
        StringAssert.EndsWith(answer, $"TO2318: GET http://h.test/a is malformed: its Host is '{host}', which is no host, with a port or without.\n");
    }

    [TestMethod]
    public async Task A_host_with_a_colon_and_no_port_is_that_host_for_the_log_and_for_the_origin()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.Redirect("other.test", origin.Authority, preserveHost: true);
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, "h.test:80");
        await client.SendAsync("GET http://other.test:/a HTTP/1.1\r\nHost: h.test\r\n\r\n");

        using RawConnection received = await origin.AcceptAsync().Soon();

        StringAssert.Contains(await received.ReadHeadAsync().Soon(), "\r\nHost: other.test");
        Assert.AreEqual("http://other.test/a", proxy.Root.Exchanges.Single().Request.RawUrl);
    }

    [TestMethod]
    public async Task A_length_with_a_sign_goes_on_as_the_number_that_it_was_read_as()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\nhello");

        using RawConnection received = await origin.AcceptAsync().Soon();

        string head = await received.ReadHeadAsync().Soon();
        Assert.AreEqual($"POST / HTTP/1.1\r\nHost: {origin.Authority}\r\nContent-Length: 5\r\n\r\nhello", head + await received.ReadAsync(5).Soon());
    }

    [TestMethod]
    public async Task A_chunk_whose_size_no_number_holds_ends_the_connection()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j.Text("answered"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync($"POST http://h/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff5\r\nabcde\r\n0\r\n\r\n{Smuggled}");

        Assert.DoesNotContain("answered", await client.ReadToEndAsync().Soon());
        Assert.AreEqual(ExchangeOutcome.Aborted, proxy.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    public async Task Extensions_and_sizes_of_chunks_are_written_anew()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: CHUNKED\r\n\r\n0005;a=\"b\";c\r\nhello\r\n0;last\r\n\r\n");

        using RawConnection received = await origin.AcceptAsync().Soon();

        const string Expected = "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        string head = await received.ReadHeadAsync().Soon();
        Assert.AreEqual($"POST / HTTP/1.1\r\nHost: {origin.Authority}\r\n{Expected}", head + await received.ReadAsync(15).Soon());
    }

    [TestMethod]
    public async Task A_trailer_whose_name_is_none_does_not_reach_the_origin()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX\u007F: 1\r\n\r\n");

        using RawConnection received = await origin.AcceptAsync().Soon();

        Assert.DoesNotContain("\u007F", await received.ReadToEndAsync().Soon());
        StringAssert.StartsWith(await client.ReadHeadAsync().Soon(), "HTTP/1.1 502 ");
    }
}
