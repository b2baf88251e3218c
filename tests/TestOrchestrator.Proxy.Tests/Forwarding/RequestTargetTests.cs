using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Requests;

namespace TestOrchestrator.Proxy.Tests.Forwarding;

[TestClass]
public sealed class RequestTargetTests
{
    [TestMethod]
    [DataRow("http://h/a/../%7e?x=[]|", "http://h/a/../%7e?x=[]|")]
    [DataRow("HTTP://h/", "http://h/")]
    [DataRow("https://h:8443/", "https://h:8443/")]
    [DataRow("http://h", "http://h/")]
    [DataRow("http://h?x", "http://h/?x")]
    [DataRow("http://user:secret@h/", "http://h/")]
    [DataRow("http://h/a@b", "http://h/a@b")]
    [DataRow("http://[::1]:81/", "http://[::1]:81/")]
    [DataRow("http://h/#x", "http://h/#x", DisplayName = "a fragment is no business of ours")]
    [DataRow("http:///", null)]
    [DataRow("ftp://h/", null)]
    [DataRow("/origin-form", null)]
    [DataRow("*", null)]
    [DataRow("h:443", null)]
    public void Without_CONNECT_the_target_says_it_all(string target, string? url)
    {
        RequestTarget? read = RequestTarget.Read(target, "ignored", connect: null);

        Assert.AreEqual(url, read?.Url.OriginalString);
        Assert.AreSame(read?.Url, read?.Origin);
    }

    [TestMethod]
    [DataRow("/x?y", "h", "https://h/x?y", "https://h/x?y")]
    [DataRow("/x", "h:443", "https://h/x", "https://h/x")]
    [DataRow("*", "h", "https://h/", "https://h/")]
    [DataRow("/x", null, "https://h/x", "https://h/x")]
    [DataRow("/x", "not a host", "https://h/x", "https://h/x")]
    [DataRow("/x", "other", "https://other/x", "https://h/x")]
    [DataRow("/x", "h:8443", "https://h:8443/x", "https://h/x")]
    [DataRow("https://other/x", "other", "https://other/x", "https://h/x")]
    [DataRow("http://h/x", "h", "https://h/x", "https://h/x")]
    public void Within_CONNECT_that_says_where_and_the_request_says_whom(string target, string? host, string url, string origin)
    {
        RequestTarget? read = RequestTarget.Read(target, host, new ConnectTarget("https", "h", 443));

        Assert.AreEqual(url, read?.Url.OriginalString);
        Assert.AreEqual(origin, read?.Origin.OriginalString);
    }

    [TestMethod]
    public void A_host_without_a_port_has_that_of_the_connection() =>
        Assert.AreEqual("http://other:8080/", RequestTarget.Read("/", "other", new ConnectTarget("http", "127.0.0.1", 8080))?.Url.OriginalString);
}
