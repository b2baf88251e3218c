using System.Text;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.Proxy.Upstream.Http1;

namespace TestOrchestrator.Proxy.Tests.Upstream;

[TestClass]
public sealed class Http1HeadReaderTests
{
    private readonly Http1HeadReader _reader = new();

    [TestMethod]
    public void The_same_head_again_is_the_same_object()
    {
        Http1Head first = Read("HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 5\r\n\r\n");
        Http1Head second = Read("HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 5\r\n\r\n");

        Assert.AreSame(first, second);
    }

    [TestMethod]
    public void A_head_that_differs_in_a_line_shares_the_texts_of_the_others()
    {
        Http1Head first = Read("HTTP/1.1 200 OK\r\nX-Name: a value\r\nContent-Length: 5\r\n\r\n");
        Http1Head second = Read("HTTP/1.1 200 OK\r\nX-Name: a value\r\nContent-Length: 6\r\n\r\n");

        Assert.AreSame(first.Response.Headers[0].Value, second.Response.Headers[0].Value);
        Assert.AreEqual("5", first.Response.Headers["Content-Length"]);
        Assert.AreEqual("6", second.Response.Headers["Content-Length"]);
        Assert.AreEqual(6, second.Length);
    }

    [TestMethod]
    public void The_case_of_a_name_and_characters_beyond_ASCII_are_those_that_came()
    {
        Read("HTTP/1.1 200 OK\r\nx-name: caf\u00E9\r\n\r\n");
        Http1Head second = Read("HTTP/1.1 200 OK\r\nX-Name: caf\u00E8\r\n\r\n");

        Assert.AreEqual("X-Name", second.Response.Headers[0].Key);
        Assert.AreEqual("caf\u00E8", second.Response.Headers[0].Value);
    }

    [TestMethod]
    public void The_head_of_a_response_to_HEAD_has_no_body_although_it_is_the_same()
    {
        const string Head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";

        Assert.IsTrue(Read(Head).HasBody);
        Assert.IsFalse(Read(Head, isHeadRequest: true).HasBody);
        Assert.IsTrue(Read(Head).HasBody);
    }

    [TestMethod]
    public void A_shorter_and_a_longer_head_after_another_are_read_as_they_are()
    {
        Read("HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n");

        Assert.HasCount(1, Read("HTTP/1.1 204 No Content\r\nB: 2\r\n\r\n").Response.Headers);
        Assert.HasCount(5, Read($"HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\nC: {new string('x', 2000)}\r\nD: 4\r\nE: 5\r\n\r\n").Response.Headers);
        Assert.HasCount(1, Read("HTTP/1.1 204 No Content\r\nB: 2\r\n\r\n").Response.Headers);
    }

    [TestMethod]
    public void A_head_that_is_refused_leaves_nothing_behind()
    {
        Assert.ThrowsExactly<UpstreamException>(() => Read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"));
        Assert.AreEqual("7", Read("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n").Response.Headers["Content-Length"]);
        Assert.ThrowsExactly<UpstreamException>(() => Read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"));
    }

    private Http1Head Read(string head, bool isHeadRequest = false) => _reader.Read(Encoding.Latin1.GetBytes(head), isHeadRequest);
}
