using System.Text;
using TestOrchestrator.Nursery.Interception;

namespace TestOrchestrator.Nursery.Tests.Interception;

[TestClass]
public sealed class ProxyGreetingTests
{
    [TestMethod]
    [DataRow("api.example.com", "api.example.com:443")]
    [DataRow("203.0.113.7", "203.0.113.7:443")]
    [DataRow("2001:db8::7", "[2001:db8::7]:443")]
    public void It_says_where_the_program_wanted_to_go(string host, string authority) =>
        Assert.AreEqual($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n", Encoding.ASCII.GetString(ProxyGreeting.Words(host, 443)));

    [TestMethod]
    [DataRow("HTTP/1.1 200 Connection Established\r\n\r\n", true)]
    [DataRow("HTTP/1.1 403 Forbidden\r\n\r\n", false)]
    [DataRow("HTTP/1.1 502 Bad Gateway\r\n\r\n", false)]
    [DataRow("SSH-2.0-200 \r\n\r\n", false)]
    public void Only_a_200_lets_the_connection_stand(string head, bool isEstablished) => Assert.AreEqual(isEstablished, ProxyGreeting.IsEstablished(head));
}
