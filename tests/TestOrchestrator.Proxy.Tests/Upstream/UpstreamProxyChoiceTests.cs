using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Tests.Upstream;

[TestClass]
public sealed class UpstreamProxyChoiceTests
{
    [TestMethod]
    [DataRow("shop.example.com", "example.com", true)]
    [DataRow("example.com", "example.com", true)]
    [DataRow("example.com", ".example.com", true)]
    [DataRow("shop.example.com", "*.example.com", true)]
    [DataRow("shopexample.com", "example.com", false)]
    [DataRow("example.com.evil.org", "example.com", false)]
    [DataRow("shop.example.com", "EXAMPLE.com.", true)]
    [DataRow("shop.example.com", "other.org, example.com", true)]
    [DataRow("shop.example.com", "other.org example.com", true)]
    [DataRow("shop.example.com", "example.com:443", true)]
    [DataRow("shop.example.com", "example.com:8443", false)]
    [DataRow("10.1.2.3", "10.1.2.3", true)]
    [DataRow("10.1.2.3", "10.0.0.0/8", true)]
    [DataRow("11.1.2.3", "10.0.0.0/8", false)]
    [DataRow("shop.example.com", "10.0.0.0/8", false)]
    [DataRow("fd00::1", "fd00::/8", true)]
    [DataRow("fd00::1", "fd00::1", true)]
    [DataRow("fd00::1", "[fd00::1]:443", true)]
    [DataRow("anything", "*", true)]
    [DataRow("localhost", "", true)]
    [DataRow("a.localhost", "", true)]
    [DataRow("127.1.2.3", "", true)]
    [DataRow("::1", "", true)]
    public void Hosts_are_reached_directly(string host, string except, bool isDirect)
    {
        UpstreamProxy proxy = UpstreamProxy.At("http://proxy:3128").Except(except);

        Assert.AreEqual(isDirect, proxy.For(isSecure: true, host, 443) is null);
    }

    [TestMethod]
    public void Loopback_goes_through_the_proxy_when_it_is_asked_to() =>
        Assert.AreEqual("http://proxy:3128", $"{UpstreamProxy.At("http://proxy:3128").IncludingLoopback().For(isSecure: true, "localhost", 443)}");

    [TestMethod]
    [DataRow("", "none")]
    [DataRow("http_proxy=proxy:3128", "http: http://proxy:3128, https: none")]
    [DataRow("HTTPS_PROXY=http://proxy", "http: none, https: http://proxy:80")]
    [DataRow("ALL_PROXY=https://me:secret@proxy", "https://proxy:443")]
    [DataRow("all_proxy=http://all:1|https_proxy=http://own:2", "http: http://all:1, https: http://own:2")]
    [DataRow("http_proxy=http://lower:1|HTTP_PROXY=http://upper:2", "http: http://lower:1, https: none")]
    [DataRow("http_proxy= |HTTP_PROXY=http://upper:2/", "http: http://upper:2, https: none")]
    [DataRow("all_proxy=[::1]:3128", "http://[::1]:3128")]
    public void The_environment_is_understood(string variables, string expected) => Assert.AreEqual(expected, $"{From(variables)}");

    [TestMethod]
    public void The_environment_names_hosts_that_are_reached_directly()
    {
        UpstreamProxy proxy = From("all_proxy=http://proxy:3128|NO_PROXY=.example.com,10.0.0.0/8");

        Assert.IsNull(proxy.For(isSecure: false, "shop.example.com", 80));
        Assert.IsNull(proxy.For(isSecure: false, "10.9.9.9", 80));
        Assert.AreEqual("http://proxy:3128", $"{proxy.For(isSecure: false, "other.org", 80)}");
    }

    [TestMethod]
    public void None_is_the_default() => Assert.AreEqual("none", $"{new UpstreamOptions().Proxy}");

    [TestMethod]
    [DataRow("socks5://proxy:1080", "its scheme is 'socks5'")]
    [DataRow("http://", "it is not an address")]
    [DataRow("http://pro xy", "it is not an address")]
    public void An_address_that_cannot_be_used_is_refused(string address, string problem)
    {
        const string Remedy = "Give one such as 'http://proxy.example.com:3128' or 'http://user:password@proxy.example.com:3128'; http and https are supported.";
        Assert.AreEqual($"TO2011: The address of the upstream proxy in UpstreamProxy.At cannot be used: {problem}. {Remedy}", Assert.ThrowsExactly<ProxyException>(() => UpstreamProxy.At(address)).Message);
        Assert.AreEqual($"TO2011: The address of the upstream proxy in ALL_PROXY cannot be used: {problem}. {Remedy}", Assert.ThrowsExactly<ProxyException>(() => From($"ALL_PROXY={address}")).Message);
    }

    [TestMethod]
    [DataRow("10.0.0.0/33", "it is not an address and the length of its network in bits")]
    [DataRow("a..b", "what is there is not a host with or without a port")]
    [DataRow("example.com:0", "what is there is not a host with or without a port")]
    public void An_exception_that_names_no_hosts_is_refused(string entry, string problem) => Assert.AreEqual(
        $"TO2012: '{entry}' in no_proxy does not name hosts: {problem}. Write 'example.com', '.example.com', '*.example.com', 'example.com:8443', '10.1.2.3', '10.0.0.0/8' or '*'.",
        Assert.ThrowsExactly<ProxyException>(() => From($"no_proxy={entry}")).Message);

    [TestMethod]
    [DataRow("a:b", "c")]
    [DataRow("a", "c\r\nX-Smuggled: 1")]
    public void Credentials_that_cannot_be_sent_are_refused(string user, string password) => Assert.AreEqual(
        "TO2013: The credentials for the upstream proxy cannot be sent: the user's name holds a ':', or one of both a control character, which Basic authentication has no way to carry.",
        Assert.ThrowsExactly<ProxyException>(() => UpstreamProxy.At("http://proxy").WithCredentials(user, password)).Message);

    private static UpstreamProxy From(string variables)
    {
        Dictionary<string, string> environment = variables.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        return UpstreamProxy.From(environment.GetValueOrDefault);
    }
}
