using System.IO.Pipelines;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Upstream;

[TestClass]
public sealed class Http1RequestTests
{
    private const string NoContent = "HTTP/1.1 204 No Content\r\n\r\n";

    [TestMethod]
    public async Task Names_values_and_their_order_are_those_that_were_given()
    {
        using DirectUpstream direct = new();
        Task<UpstreamResponse> asked = direct.SendAsync(headers: [("x-B", "2"), ("host", "shop.example.com"), ("X-a", "gr\u00FCn"), ("ACCEPT", "*/*"), ("x-b", "")]);

        RawConnection received = await direct.AcceptAsync();

        Assert.AreEqual("GET / HTTP/1.1\r\nHost: shop.example.com\r\nx-B: 2\r\nX-a: gr\u00FCn\r\nACCEPT: */*\r\nx-b: \r\n\r\n", await received.ReadHeadAsync().Soon());
        await received.SendAsync(NoContent);
        await (await asked.Soon()).DisposeAsync();
    }

    [TestMethod]
    [DataRow("a\r\nX-Smuggled: 1")]
    [DataRow("a\nb")]
    [DataRow("a\0b")]
    [DataRow("\u20AC")]
    public async Task A_value_that_would_end_its_line_is_refused(string value)
    {
        using DirectUpstream direct = new();

        UpstreamException refused = await Assert.ThrowsExactlyAsync<UpstreamException>(() => direct.SendAsync(headers: ("X-A", value)).Soon());

        Assert.AreEqual("InvalidRequest: the value of header 'X-A' holds a character that ends the line, or that is not of Latin-1", refused.Message);
        using Stream body = new MemoryStream([1]);
        refused = await Assert.ThrowsExactlyAsync<UpstreamException>(() => direct.SendAsync("POST", body, headers: ("X-A", value)).Soon());
        StringAssert.StartsWith(refused.Message, "InvalidRequest: ");
    }

    [TestMethod]
    [DataRow("POST", "Content-Length: 0\r\n")]
    [DataRow("DELETE", "")]
    public async Task A_request_without_a_body_says_so_where_servers_want_to_hear_it(string method, string expected)
    {
        using DirectUpstream direct = new();
        Task<UpstreamResponse> asked = direct.SendAsync(method, headers: ("Content-Length", "5"));

        RawConnection received = await direct.AcceptAsync();

        // A length that was given nevertheless would make the origin wait.
        Assert.AreEqual($"{method} / HTTP/1.1\r\nHost: {direct.Origin.Authority}\r\n{expected}\r\n", await received.ReadHeadAsync().Soon());
        await received.SendAsync(NoContent);
        await (await asked.Soon()).DisposeAsync();
    }

    [TestMethod]
    public async Task A_body_of_known_length_follows_its_head_at_once()
    {
        using DirectUpstream direct = new();
        using MemoryStream body = new(Encoding.ASCII.GetBytes("hello"));
        Task<UpstreamResponse> asked = direct.SendAsync("POST", body, headers: ("Content-Length", "5"));

        RawConnection received = await direct.AcceptAsync();

        string expected = $"POST / HTTP/1.1\r\nHost: {direct.Origin.Authority}\r\nContent-Length: 5\r\n\r\nhello";
        byte[] first = new byte[1000];
        int length = await received.Stream.ReadAsync(first).AsTask().Soon();
        Assert.AreEqual(expected, Encoding.ASCII.GetString(first, 0, length));
        await received.SendAsync(NoContent);
        await (await asked.Soon()).DisposeAsync();
        await AssertUsedAgainAsync(direct, received);
    }

    [TestMethod]
    public async Task Trailers_are_sent_after_the_last_chunk()
    {
        using DirectUpstream direct = new();
        Pipe body = new();
        bool isEnded = false;
        Task<UpstreamResponse> asked = direct.SendAsync(
            "POST",
            body.Reader.AsStream(),
            () => isEnded ? new RecordedHeaders([new("X-Sum", "42"), new("content-length", "7"), new("x-b", "2")]) : RecordedHeaders.Empty,
            headers: [("Trailer", "X-Sum"), ("Transfer-Encoding", "gzip")]);
        RawConnection received = await direct.AcceptAsync();
        Assert.AreEqual($"POST / HTTP/1.1\r\nHost: {direct.Origin.Authority}\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n", await received.ReadHeadAsync().Soon());

        await body.Writer.WriteAsync(new byte[] { 65, 66, 67 });
        Assert.AreEqual("3\r\nABC\r\n", await received.ReadAsync(8).Soon());
        await body.Writer.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 300)));
        Assert.AreEqual($"12c\r\n{new string('x', 300)}\r\n", await received.ReadAsync(307).Soon());
        isEnded = true;
        await body.Writer.CompleteAsync();

        Assert.AreEqual("0\r\nX-Sum: 42\r\nx-b: 2\r\n\r\n", await received.ReadHeadAsync().Soon());
        await received.SendAsync(NoContent);
        await (await asked.Soon()).DisposeAsync();
        await AssertUsedAgainAsync(direct, received);
    }

    [TestMethod]
    [DataRow("4", "hello", "InvalidRequest: its Content-Length is 4, but its body has at least 5 bytes")]
    [DataRow("6", "hello", "InvalidRequest: its Content-Length is 6, but its body has 5 bytes")]
    public async Task A_body_of_another_length_than_was_told_is_broken_off(string length, string text, string expected)
    {
        using DirectUpstream direct = new();
        using MemoryStream body = new(Encoding.ASCII.GetBytes(text));

        UpstreamException refused = await Assert.ThrowsExactlyAsync<UpstreamException>(() => direct.SendAsync("POST", body, headers: ("Content-Length", length)).Soon());

        Assert.AreEqual(expected, refused.Message);
        using RawConnection received = await direct.AcceptAsync();
        StringAssert.Matches(await received.ReadToEndAsync().Soon(), new("^(POST(?s:.)*)?(\\[reset])?$"));
    }

    [TestMethod]
    public async Task An_origin_that_is_asked_first_gets_the_body_when_it_wants_it()
    {
        using DirectUpstream direct = new();
        using MemoryStream body = new(Encoding.ASCII.GetBytes("hello"));
        Task<UpstreamResponse> asked = direct.SendAsync("POST", body, headers: [("Expect", "100-Continue"), ("Content-Length", "5")]);
        RawConnection received = await direct.AcceptAsync();
        await received.ReadHeadAsync().Soon();
        Assert.AreEqual(0, body.Position);

        await received.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");

        Assert.AreEqual("hello", await received.ReadAsync(5).Soon());
        await received.SendAsync(NoContent);
        await (await asked.Soon()).DisposeAsync();
        await AssertUsedAgainAsync(direct, received);
    }

    [TestMethod]
    public async Task An_origin_that_is_asked_first_gets_no_body_when_it_refuses()
    {
        using DirectUpstream direct = new();
        using MemoryStream body = new(Encoding.ASCII.GetBytes("hello"));
        Task<UpstreamResponse> asked = direct.SendAsync("POST", body, headers: [("Expect", "100-continue"), ("Content-Length", "5")]);
        RawConnection received = await direct.AcceptAsync();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");

        UpstreamResponse response = await asked.Soon();
        await response.RequestSent.Soon();
        await response.DisposeAsync();
        Assert.AreEqual(417, response.Head.Status);
        Assert.AreEqual(0, body.Position);

        // The origin may still expect the body, so nothing else can be sent there.
        StringAssert.Matches(await received.ReadToEndAsync().Soon(), new("^(\\[reset])?$"));
    }

    [TestMethod]
    public async Task An_origin_that_does_not_know_the_question_gets_the_body_after_a_while()
    {
        using DirectUpstream direct = new();
        using MemoryStream body = new(Encoding.ASCII.GetBytes("hello"));
        Task<UpstreamResponse> asked = direct.SendAsync("POST", body, headers: [("Expect", "100-continue"), ("Content-Length", "5")]);
        RawConnection received = await direct.AcceptAsync();
        await received.ReadHeadAsync().Soon();
        await direct.Clock.TimerArmedAsync(TimeSpan.FromSeconds(5)).Soon();

        direct.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.AreEqual("hello", await received.ReadAsync(5).Soon());
        await received.SendAsync(NoContent);
        await (await asked.Soon()).DisposeAsync();
    }

    [TestMethod]
    public async Task An_answer_that_comes_early_is_read_while_the_request_goes_on()
    {
        using DirectUpstream direct = new();
        Pipe body = new();
        Task<UpstreamResponse> asked = direct.SendAsync("POST", body.Reader.AsStream());
        RawConnection received = await direct.AcceptAsync();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

        UpstreamResponse response = await asked.Soon();
        byte[] answer = new byte[5];
        await (await response.OpenAsync(CancellationToken.None)).ReadExactlyAsync(answer).AsTask().Soon();
        Assert.IsFalse(response.RequestSent.IsCompleted);
        await body.Writer.WriteAsync(new byte[] { 65 });
        Assert.AreEqual("1\r\nA\r\n", await received.ReadAsync(6).Soon());
        await body.Writer.CompleteAsync();
        await response.RequestSent.Soon();
        await response.DisposeAsync();
        Assert.AreEqual("0\r\n\r\n", await received.ReadAsync(5).Soon());
        await AssertUsedAgainAsync(direct, received);
    }

    [TestMethod]
    public async Task A_response_that_is_given_up_ends_its_request_and_its_connection()
    {
        using DirectUpstream direct = new();
        Pipe body = new();
        Task<UpstreamResponse> asked = direct.SendAsync("POST", body.Reader.AsStream());
        RawConnection received = await direct.AcceptAsync();
        await received.ReadHeadAsync().Soon();
        await received.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
        UpstreamResponse response = await asked.Soon();

        await response.DisposeAsync().AsTask().Soon();

        Assert.IsTrue(response.RequestSent.IsCompleted);
        StringAssert.Matches(await received.ReadToEndAsync().Soon(), new("^(\\[reset])?$"));
    }

    [TestMethod]
    [DataRow(false, DisplayName = "without a body")]
    [DataRow(true, DisplayName = "with a body that does not come")]
    public async Task A_request_that_is_given_up_ends_its_connection(bool hasBody)
    {
        using CancellationTokenSource givenUp = new();
        using DirectUpstream direct = new();
        Task<UpstreamResponse> asked = direct.SendAsync("POST", hasBody ? new Pipe().Reader.AsStream() : null, cancellationToken: givenUp.Token);
        RawConnection received = await direct.AcceptAsync();
        await received.ReadHeadAsync().Soon();

        await givenUp.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => asked.Soon());
        StringAssert.Matches(await received.ReadToEndAsync().Soon(), new("^(\\[reset])?$"));
    }

    private static async Task AssertUsedAgainAsync(DirectUpstream direct, RawConnection received)
    {
        Task<UpstreamResponse> next = direct.SendAsync(headers: ("X-Next", "1"));
        StringAssert.Contains(await received.ReadHeadAsync().Soon(), "X-Next: 1");
        await received.SendAsync(NoContent);
        await (await next.Soon()).DisposeAsync();
    }
}
