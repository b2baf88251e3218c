using System.Text;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Upstream;

[TestClass]
public sealed class Http1ResponseTests
{
    [TestMethod]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", true, DisplayName = "of a told length")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length: 5\r\n\r\nhello", "hello", true, DisplayName = "of a length told twice")]
    [DataRow("HTTP/1.1 200\r\ncontent-length:5\r\n\r\nhello", "hello", true, DisplayName = "without a reason, without blanks")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "", true, DisplayName = "empty")]
    [DataRow("HTTP/1.1 204 No Content\r\n\r\n", "", true, DisplayName = "204")]
    [DataRow("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "", true, DisplayName = "304 with the length of what is not sent")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello", true, DisplayName = "in a chunk")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n003;name=\"value\"\r\nhel\r\n2 \r\nlo\r\n0;last\r\nX-End: 1\r\n\r\n", "hello", true, DisplayName = "in chunks with extensions and trailers")]
    [DataRow("HTTP/1.1 200 OK\r\nConnection: x, close\r\nContent-Length: 5\r\n\r\nhello", "hello", false, DisplayName = "that is the last one")]
    [DataRow("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", false, DisplayName = "of HTTP/1.0")]
    [DataRow("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello", "hello", true, DisplayName = "of HTTP/1.0 that goes on")]
    [DataRow("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", true, DisplayName = "after others that are none")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n\r\n", "hello", false, DisplayName = "with more behind it than was asked for")]
    public async Task A_response_is_read_to_its_end(string sent, string expected, bool isUsedAgain)
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();

        await received.SendAsync(sent);

        Assert.AreEqual(expected, await DirectUpstream.ReadAsync(await asked.Soon()).Soon());
        await AssertUsedAgainAsync(direct, received, isUsedAgain);
    }

    [TestMethod]
    public async Task A_body_without_a_length_ends_with_its_connection()
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();

        await received.SendAsync("HTTP/1.1 200 OK\r\n\r\nhello");
        received.EndSending();

        UpstreamResponse response = await asked.Soon();
        Assert.IsNull(response.Length);
        Assert.AreEqual("hello", await DirectUpstream.ReadAsync(response).Soon());
        await AssertUsedAgainAsync(direct, received, expected: false);
    }

    [TestMethod]
    public async Task The_answer_to_HEAD_has_the_length_of_a_body_and_none()
    {
        using DirectUpstream direct = new();
        Task<UpstreamResponse> asked = direct.SendAsync("HEAD");
        RawConnection received = await direct.AcceptAsync();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");

        UpstreamResponse response = await asked.Soon();
        Assert.AreEqual(5, response.Length);
        Assert.AreEqual("", await DirectUpstream.ReadAsync(response).Soon());
        await AssertUsedAgainAsync(direct, received, expected: true);
    }

    [TestMethod]
    public async Task Names_values_and_their_order_are_those_that_were_sent()
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();

        await received.SendAsync("HTTP/1.1 299 Gr\u00FC\u00DFe\r\nx-b:  \t 1 2\t \r\nX-a: gr\u00FCn\r\nx-B:\r\nSERVER: me\r\nContent-Length: 0\r\n\r\n");

        UpstreamResponse response = await asked.Soon();
        Assert.AreEqual(299, response.Head.Status);
        Assert.AreEqual("Gr\u00FC\u00DFe", response.Head.Reason);
        Assert.AreEqual("HTTP/1.1", response.Head.Protocol);
        Assert.AreEqual("x-b=1 2|X-a=gr\u00FCn|x-B=|SERVER=me|Content-Length=0", string.Join('|', response.Head.Headers.Select(h => $"{h.Key}={h.Value}")));
    }

    [TestMethod]
    public async Task A_response_that_comes_byte_by_byte_is_understood()
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();

        foreach (char one in "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0000a;x=y\r\n0123456789\r\nA\r\nabcdefghij\r\n0\r\nX-End: 1\r\nX-Last: 2\r\n\r\n")
        {
            await received.SendAsync($"{one}");
        }

        UpstreamResponse response = await asked.Soon();
        Assert.AreEqual("0123456789abcdefghij", await DirectUpstream.ReadAsync(response).Soon());
        Assert.AreEqual("X-End=1|X-Last=2", string.Join('|', response.Trailers().Select(h => $"{h.Key}={h.Value}")));
        await AssertUsedAgainAsync(direct, received, expected: true);
    }

    [TestMethod]
    [DataRow("HTTP/1.1 200 OK\nContent-Length: 0\n\n", "the line 'HTTP/1.1 200 OK' ends with a line feed alone; lines end with \\r\\n")]
    [DataRow("HTTP/1.1 200 OK\r\nX-A: 1\nX-B: 2\r\n\r\n", "the line 'X-A: 1' ends with a line feed alone; lines end with \\r\\n")]
    [DataRow("HTTP/1.1 200 OK\r\nX-A: 1\rX-B: 2\r\n\r\n", "the line 'X-A: 1\\rX-B: 2' holds a character that ends lines for some readers")]
    [DataRow("HTTP/1.1 200 OK\r\nX-A: 1\0\r\n\r\n", "the line 'X-A: 1\\x00' holds a character that ends lines for some readers")]
    [DataRow("HTTP/1.1 200 OK\r\nX-A: 1\r\n folded\r\n\r\n", "the header line ' folded' continues the one before it; such folded lines are obsolete, and readers differ in what they make of them")]
    [DataRow("HTTP/1.1 200 OK\r\n\tfolded\r\n\r\n", "the header line '\\tfolded' continues the one before it; such folded lines are obsolete, and readers differ in what they make of them")]
    [DataRow("HTTP/1.1 200 OK\r\nX-A\r\n\r\n", "the header line 'X-A' has no name before a colon")]
    [DataRow("HTTP/1.1 200 OK\r\n: 1\r\n\r\n", "the header line ': 1' has no name before a colon")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\n", "'Content-Length ' is not the name of a header; names have letters, digits and !#$%&'*+-.^_`|~, and no blank before the colon")]
    [DataRow("HTTP/1.1 200 OK\r\nX(A): 5\r\n\r\n", "'X(A)' is not the name of a header; names have letters, digits and !#$%&'*+-.^_`|~, and no blank before the colon")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", "it has two lengths: Content-Length is '5' and '6'")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n", "its Content-Length is '5, 5', which is not a number of bytes")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n", "its Content-Length is '+5', which is not a number of bytes")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "its Content-Length is '-1', which is not a number of bytes")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", "its Content-Length is '', which is not a number of bytes")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "its Content-Length is '99999999999999999999', which is not a number of bytes")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", "it has both a Transfer-Encoding and a Content-Length (5), and readers differ in which one counts")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "its Transfer-Encoding is 'gzip, chunked'; only 'chunked' is known")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "its Transfer-Encoding is 'chunked, chunked'; only 'chunked' is known")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n", "its Transfer-Encoding is 'xchunked'; only 'chunked' is known")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: \u000bchunked\r\n\r\n", "its Transfer-Encoding is '\u000bchunked'; only 'chunked' is known")]
    [DataRow("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "it is of HTTP/1.0 and has a Transfer-Encoding, which HTTP/1.0 does not know")]
    [DataRow("HTTP/2 200 OK\r\n\r\n", "it begins with 'HTTP/2 200 OK', which is not a status line such as 'HTTP/1.1 200 OK'")]
    [DataRow("HTTP/1.1 2OO OK\r\n\r\n", "it begins with 'HTTP/1.1 2OO OK', which is not a status line such as 'HTTP/1.1 200 OK'")]
    [DataRow("HTTP/1.1  200 OK\r\n\r\n", "it begins with 'HTTP/1.1  200 OK', which is not a status line such as 'HTTP/1.1 200 OK'")]
    [DataRow("HTTP/1.1 2000 OK\r\n\r\n", "it begins with 'HTTP/1.1 2000 OK', which is not a status line such as 'HTTP/1.1 200 OK'")]
    [DataRow("220 mail.example.com ESMTP\r\n\r\n", "it begins with '220 mail.example.com ESMTP', which is not a status line such as 'HTTP/1.1 200 OK'")]
    [DataRow("\r\n\r\n", "it begins with '', which is not a status line such as 'HTTP/1.1 200 OK'")]
    public async Task A_head_that_can_be_read_in_two_ways_is_refused(string sent, string expected)
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();

        await received.SendAsync(sent);

        UpstreamException refused = await Assert.ThrowsExactlyAsync<UpstreamException>(() => asked.Soon());
        Assert.AreEqual($"InvalidResponse: {expected}", refused.Message);
        StringAssert.Matches(await received.ReadToEndAsync().Soon(), new("^(\\[reset])?$"));
    }

    [TestMethod]
    [DataRow("Content-Length: 10\r\n\r\nhalf", "the connection ended after 4 of 10 bytes")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "the connection ended after 4 bytes, before the last chunk")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n8\r\nhalf", "the connection ended after 4 bytes, before the last chunk")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\nX-End: 1", "the connection ended after 4 bytes, before the last chunk")]
    public async Task A_body_that_ends_too_early_is_no_body(string rest, string expected)
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();

        await received.SendAsync($"HTTP/1.1 200 OK\r\n{rest}");
        received.EndSending();

        IOException broken = await Assert.ThrowsExactlyAsync<IOException>(async () => await DirectUpstream.ReadAsync(await asked.Soon()).Soon());
        Assert.AreEqual(expected, broken.Message);
    }

    [TestMethod]
    [DataRow("", "ResponseEnded: the connection ended before a response")]
    [DataRow("HTTP/1.1 200 OK\r\nX-A", "ResponseEnded: the connection ended within the head of the response")]
    public async Task A_head_that_ends_too_early_is_told(string sent, string expected)
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();

        await received.SendAsync(sent);
        received.EndSending();

        Assert.AreEqual(expected, (await Assert.ThrowsExactlyAsync<UpstreamException>(() => asked.Soon())).Message);
    }

    [TestMethod]
    public async Task A_head_without_end_is_refused()
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();

        await received.SendAsync($"HTTP/1.1 200 OK\r\nX-Long: {new string('x', 64 * 1024)}");

        Assert.AreEqual("InvalidResponse: its head or its trailers are longer than 65536 bytes", (await Assert.ThrowsExactlyAsync<UpstreamException>(() => asked.Soon())).Message);
    }

    [TestMethod]
    public async Task A_large_head_within_the_limit_is_read()
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();
        string value = new('x', 60 * 1024);

        await received.SendAsync($"HTTP/1.1 200 OK\r\nX-Long: {value}\r\nContent-Length: 5\r\n\r\nhello");

        UpstreamResponse response = await asked.Soon();
        Assert.AreEqual(value, response.Head.Headers["X-Long"]);
        Assert.AreEqual("hello", await DirectUpstream.ReadAsync(response).Soon());
    }

    [TestMethod]
    public async Task Heads_without_end_are_refused()
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();

        await received.SendAsync(string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 100)));

        Assert.AreEqual("InvalidResponse: 100 heads with a status below 200 came, and no response", (await Assert.ThrowsExactlyAsync<UpstreamException>(() => asked.Soon())).Message);
    }

    [TestMethod]
    public async Task What_comes_along_with_a_switch_of_protocols_is_not_lost()
    {
        using DirectUpstream direct = new();
        Task<UpstreamResponse> asked = direct.SendAsync(headers: [("Connection", "Upgrade"), ("Upgrade", "echo")]);
        RawConnection received = await direct.AcceptAsync();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nfirst");

        await using UpstreamResponse response = await asked.Soon();
        Stream raw = await response.OpenAsync(CancellationToken.None);
        byte[] heard = new byte[5];
        await raw.ReadExactlyAsync(heard).AsTask().Soon();
        Assert.AreEqual("first", Encoding.ASCII.GetString(heard));
        await raw.WriteAsync("answer"u8.ToArray());
        Assert.AreEqual("answer", await received.ReadAsync(6).Soon());
        received.EndSending();
        Assert.AreEqual(0, await raw.ReadAsync(heard).AsTask().Soon());
    }

    // The origin sees the next request on the same connection, or on another one and the end of this.
    private static async Task AssertUsedAgainAsync(DirectUpstream direct, RawConnection received, bool expected)
    {
        Task<UpstreamResponse> next = direct.SendAsync(headers: ("X-Next", "1"));
        if (expected)
        {
            StringAssert.Contains(await received.ReadHeadAsync().Soon(), "X-Next: 1");
            await received.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        }
        else
        {
            RawConnection other = await direct.AcceptAsync();
            StringAssert.Contains(await other.ReadHeadAsync().Soon(), "X-Next: 1");
            await other.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
            StringAssert.Matches(await received.ReadToEndAsync().Soon(), new("^(\\[reset])?$"));
        }

        await (await next.Soon()).DisposeAsync();
    }
}
