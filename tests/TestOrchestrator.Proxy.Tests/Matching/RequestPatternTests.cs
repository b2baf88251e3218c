using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Tests.Matching;

[TestClass]
public sealed class RequestPatternTests
{
    [TestMethod]
    [DataRow("/orders", "/orders", true)]
    [DataRow("orders", "/orders", true, DisplayName = "the leading slash may be left out")]
    [DataRow("/orders", "/orders/", false)]
    [DataRow("/orders", "/Orders", false)]
    [DataRow("/orders/*", "/orders/1", true)]
    [DataRow("/orders/*", "/orders/", false)]
    [DataRow("/orders/*", "/orders/1/lines", false)]
    [DataRow("/orders/*/lines", "/orders/1/lines", true)]
    [DataRow("/*.json", "/a.json", true)]
    [DataRow("/*.json", "/a/b.json", false)]
    [DataRow("/orders/**", "/orders/1/lines/2", true)]
    [DataRow("/orders/**", "/orders/", true)]
    [DataRow("/orders/**", "/orders", false)]
    [DataRow("/**/lines", "/orders/1/lines", true)]
    [DataRow("/**/lines", "/orders/1/lines/2", false)]
    [DataRow("**", "/", true)]
    [DataRow("re:/orders/[0-9]+", "/orders/12", true)]
    [DataRow("re:/orders/[0-9]+", "/orders/12/x", false, DisplayName = "the whole path")]
    [DataRow("re:/a|/b", "/bc", false, DisplayName = "the whole path, with alternatives")]
    [DataRow("/%7euser", "/~user", true, DisplayName = "unreserved characters are decoded")]
    [DataRow("/~user", "/%7Euser", true)]
    [DataRow("/a%2fb", "/a%2Fb", true, DisplayName = "escapes are compared without case")]
    [DataRow("/a/b", "/a%2Fb", false, DisplayName = "an escaped slash is none")]
    [DataRow("/müller straße", "/m%C3%BCller%20stra%C3%9Fe", true, DisplayName = "what must be escaped may be written as it is")]
    [DataRow("/a/../b", "/b", false, DisplayName = "dots are not resolved")]
    [DataRow("/100%", "/100%", true, DisplayName = "a percent sign that escapes nothing")]
    public void A_path_fits(string pattern, string path, bool fits) => Assert.AreEqual(fits, Fits(r => r.Path(pattern), "GET", $"http://h{path}"));

    [TestMethod]
    [DataRow("example.com", "http://example.com/", true)]
    [DataRow("example.com", "https://example.com:8443/", true, DisplayName = "any port")]
    [DataRow("EXAMPLE.com", "http://example.COM/", true)]
    [DataRow("example.com.", "http://example.com/", true, DisplayName = "a trailing dot")]
    [DataRow("example.com", "http://api.example.com/", false)]
    [DataRow("example.com:8443", "https://example.com:8443/", true)]
    [DataRow("example.com:8443", "https://example.com/", false)]
    [DataRow("example.com:443", "https://example.com/", true)]
    [DataRow("*.example.com", "http://api.example.com/", true)]
    [DataRow("*.example.com", "http://a.b.example.com/", true)]
    [DataRow("*.example.com", "http://example.com/", false)]
    [DataRow("*.example.com", "http://badexample.com/", false)]
    [DataRow("*.example.com:81", "http://api.example.com:81/", true)]
    [DataRow("müller.example", "http://xn--mller-kva.example/", true)]
    [DataRow("::1", "http://[::1]:80/", false, DisplayName = "an IPv6 address needs brackets")]
    [DataRow("[::1]", "http://[0:0::1]:81/", true)]
    [DataRow("127.0.0.1", "http://127.0.0.1:81/", true)]
    public void A_host_fits(string pattern, string url, bool fits)
    {
        if (pattern == "::1")
        {
            Assert.ThrowsExactly<ProxyException>(() => Fits(r => r.Host(pattern), "GET", url));
            return;
        }

        Assert.AreEqual(fits, Fits(r => r.Host(pattern), "GET", url));
    }

    [TestMethod]
    [DataRow("https://h/charges", "https://h/charges", true)]
    [DataRow("https://h/charges", "https://h:443/charges", true)]
    [DataRow("https://h/charges", "http://h/charges", false, DisplayName = "the scheme")]
    [DataRow("https://h/charges", "https://h:8443/charges", false, DisplayName = "the port of the scheme")]
    [DataRow("https://h:8443/charges", "https://h:8443/charges", true)]
    [DataRow("HTTPS://H/charges", "https://h/charges", true)]
    [DataRow("https://h", "https://h/", true)]
    [DataRow("https://h", "https://h/x", false)]
    [DataRow("https://h/**", "https://h/x", true)]
    [DataRow("https://*.h/x", "https://api.h/x", true)]
    [DataRow("https://h/x?a=1", "https://h/x?b=2&a=1", true)]
    [DataRow("https://h?a=1", "https://h/?a=1", true)]
    [DataRow("https://h/x?a=1", "https://h/x?a=2", false)]
    [DataRow("https://h/x?a=1", "https://h/x", false)]
    [DataRow("https://h/x", "https://h/x?a=1", true, DisplayName = "what is not asked for may be there")]
    [DataRow("/x?a=1", "http://other/x?a=1", true)]
    [DataRow("wss://h/socket", "https://h/socket", true, DisplayName = "a WebSocket begins as a request")]
    [DataRow("ws://h/socket", "http://h/socket", true)]
    [DataRow("re:/[xy]", "http://h/y", true)]
    public void A_URL_fits(string pattern, string url, bool fits) => Assert.AreEqual(fits, Fits(r => r.Url(pattern), "GET", url));

    [TestMethod]
    [DataRow("weight", "2", "?weight=2", true)]
    [DataRow("weight", "2", "?weight=3&weight=2", true, DisplayName = "one of several")]
    [DataRow("weight", "2", "?Weight=2", false)]
    [DataRow("weight", "*", "?weight", true)]
    [DataRow("weight", "*", "?weights=2", false)]
    [DataRow("name", "a b", "?name=a+b", true)]
    [DataRow("name", "a b", "?name=a%20b", true)]
    [DataRow("na me", "ü", "?na%20me=%C3%BC", true)]
    [DataRow("empty", "", "?empty=", true)]
    [DataRow("a", "b=c", "?a=b=c", true)]
    [DataRow("a", "1", "", false)]
    public void A_query_fits(string name, string value, string query, bool fits) => Assert.AreEqual(fits, Fits(r => r.Query(name, value), "GET", $"http://h/{query}"));

    [TestMethod]
    public void A_method_fits_whatever_its_case()
    {
        Assert.IsTrue(Fits(r => r.Method("post"), "POST", "http://h/"));
        Assert.IsTrue(Fits(r => r.Method("PUT", "POST"), "POST", "http://h/"));
        Assert.IsFalse(Fits(r => r.Method("PUT"), "POST", "http://h/"));
        Assert.IsTrue(Fits(r => r.Method(), "POST", "http://h/"));
        foreach ((string method, Func<RequestPattern, RequestPattern> pattern) in new (string, Func<RequestPattern, RequestPattern>)[]
        {
            ("GET", r => r.Get("/")), ("HEAD", r => r.Head("/")), ("POST", r => r.Post("/")), ("PUT", r => r.Put("/")),
            ("PATCH", r => r.Patch("/")), ("DELETE", r => r.Delete("/")), ("OPTIONS", r => r.Options("/")),
        })
        {
            Assert.IsTrue(Fits(pattern, method, "http://h/"), method);
            Assert.IsFalse(Fits(pattern, "TRACE", "http://h/"), method);
        }
    }

    [TestMethod]
    public void What_is_said_later_replaces_what_was_said_before_but_queries_add_up()
    {
        RequestPattern pattern = RequestPattern.From(r => r.Get("https://one/a?x=1").Host("two").Path("/b").Method("POST").Query("y"));

        Assert.AreEqual("POST https://two/b?x=1&y=*", pattern.ToString());
        Assert.AreEqual("GET https://one/a?x=1", RequestPattern.From(r => r.Get("https://one/a?x=1")).ToString());
    }

    [TestMethod]
    public void A_pattern_shows_itself()
    {
        Assert.AreEqual("ANY */**", RequestPattern.Any.ToString());
        Assert.AreEqual("ANY *.h:81/**", RequestPattern.From(r => r.Host("*.H:81")).ToString());
        Assert.AreEqual("GET or HEAD */orders/*", RequestPattern.From(r => r.Method("get", "head").Path("orders/*")).ToString());
        Assert.AreEqual("ANY * re:/[a-z]+", RequestPattern.From(r => r.Path("re:/[a-z]+")).ToString());
        Assert.AreEqual("GET http://[::1]/", RequestPattern.From(r => r.Get("http://[::1]:80/")).ToString());
    }

    [TestMethod]
    public void What_cannot_be_read_is_refused_with_what_would_be_right()
    {
        Assert.AreEqual(
            "TO2101: 'orders' is neither a URL nor a path: it begins neither with 'http://' or 'https://' nor with '/'. Write a URL such as 'https://payments.example.com/charges', or a path that starts with '/'.",
            Message(r => r.Get("orders")));
        Assert.AreEqual(
            "TO2101: 'https://h/#top' is neither a URL nor a path: it has a fragment, which no client sends. Write a URL such as 'https://payments.example.com/charges', or a path that starts with '/'.",
            Message(r => r.Get("https://h/#top")));
        Assert.AreEqual(
            "TO2101: 'ftp://h/' is neither a URL nor a path: it begins neither with 'http://' or 'https://' nor with '/'. Write a URL such as 'https://payments.example.com/charges', or a path that starts with '/'.",
            Message(r => r.Get("ftp://h/")));
        Assert.AreEqual(
            "TO2102: 'h:x' is not a host pattern: what follows the ':' is not a port from 1 to 65535; an IPv6 address is written in brackets. Write 'example.com', 'example.com:8443' or '*.example.com'.",
            Message(r => r.Host("h:x")));
        Assert.AreEqual(
            "TO2102: 'a.*.b' is not a host pattern: 'a.*.b' is not a host name or an IP address. Write 'example.com', 'example.com:8443' or '*.example.com'.",
            Message(r => r.Host("a.*.b")));
        Assert.AreEqual(
            "TO2102: '' is not a host pattern: it names no host. Write 'example.com', 'example.com:8443' or '*.example.com'.",
            Message(r => r.Host("")));
        Assert.AreEqual(
            "TO2103: '/a?b=1' is not a path pattern: it holds a query or a fragment; give parameters with Query. Write an exact path, '*' for a part of one segment, '**' for any part, or 're:' and a regular expression.",
            Message(r => r.Path("/a?b=1")));
        StringAssert.StartsWith(Message(r => r.Path("re:[")), "TO2103: 're:[' is not a path pattern: Invalid pattern");
        Assert.AreEqual(
            "TO2104: 'CONNECT' is not an HTTP method. Write one such as 'GET'; CONNECT is the proxy's own and matches no request.",
            Message(r => r.Method("CONNECT")));
        Assert.AreEqual(
            "TO2104: 'GET ' is not an HTTP method. Write one such as 'GET'; CONNECT is the proxy's own and matches no request.",
            Message(r => r.Method("GET ")));
    }

    [TestMethod]
    public void A_regular_expression_that_runs_away_does_not_fit()
    {
        Assert.IsFalse(Fits(r => r.Path("re:/(a+)+b"), "GET", $"http://h/{new string('a', 40)}"));
    }

    private static bool Fits(Func<RequestPattern, RequestPattern> pattern, string method, string url)
    {
        RequestHead head = new(method, new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }), RecordedHeaders.Empty, "HTTP/1.1");
        return RequestPattern.From(pattern).Fits(new RequestSubject(head, null)) == Fit.Yes;
    }

    private static string Message(Func<RequestPattern, RequestPattern> wrong) => Assert.ThrowsExactly<ProxyException>(() => RequestPattern.From(wrong)).Message;
}
