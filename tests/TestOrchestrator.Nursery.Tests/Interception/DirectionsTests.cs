using System.Net;
using System.Text;
using TestOrchestrator.Nursery.Interception;

namespace TestOrchestrator.Nursery.Tests.Interception;

[TestClass]
public sealed class DirectionsTests
{
    [TestMethod]
    [DataRow("203.0.113.7:443", "Proxy", "Direct")]
    [DataRow("10.0.0.5:5432", "Proxy", "Direct")]
    [DataRow("[2001:db8::7]:443", "Proxy", "Direct")]
    [DataRow("198.18.0.1:443", "Proxy", "Nowhere")]
    [DataRow("10.0.0.53:53", "Proxy", "NameServer")]
    [DataRow("[2001:db8::53]:53", "Proxy", "NameServer")]
    [DataRow("127.0.0.53:53", "Direct", "NameServer")]
    [DataRow("127.0.0.11:53", "Direct", "NameServer")]
    [DataRow("[::1]:53", "Direct", "NameServer")]
    [DataRow("127.64.1.2:53", "Direct", "Direct")]
    [DataRow("127.64.1.2:5432", "Direct", "Direct")]
    [DataRow("0.0.0.0:80", "Direct", "Direct")]
    [DataRow("[::]:80", "Direct", "Direct")]
    [DataRow("224.0.0.251:5353", "Direct", "Direct")]
    [DataRow("255.255.255.255:67", "Direct", "Direct")]
    public void What_leaves_the_machine_goes_to_the_proxy_and_questions_for_names_come_to_us(string endpoint, string stream, string datagrams)
    {
        IPEndPoint to = IPEndPoint.Parse(endpoint);

        Assert.AreEqual((stream, datagrams), ($"{Directions.OfStream(to)}", $"{Directions.OfDatagrams(to)}"));
    }

    [TestMethod]
    [DataRow("/run/systemd/resolve/io.systemd.Resolve", "Nowhere")]
    [DataRow("/var/run/nscd/socket", "Nowhere")]
    [DataRow("/run/nscd/socket", "Nowhere")]
    [DataRow("/var/run/postgresql/.s.PGSQL.5432", "Direct")]
    [DataRow("", "Direct")]
    [DataRow("\0abstract", "Direct")]
    public void Unix_sockets_are_reached_but_for_those_that_answer_for_names(string path, string direction) =>
        Assert.AreEqual(direction, $"{Directions.Of([1, 0, .. Encoding.UTF8.GetBytes(path)])}");

    [TestMethod]
    public void What_cannot_be_read_is_let_through()
    {
        Assert.AreEqual(Direction.Direct, Directions.Of([]));
        Assert.AreEqual(Direction.Direct, Directions.Of([2]));
        Assert.AreEqual(Direction.Direct, Directions.Of([2, 0, 0, 80, 1, 2, 3]));
        Assert.AreEqual(Direction.Direct, Directions.Of(SocketName.None));
    }

    [TestMethod]
    [DataRow("127.0.0.1:80", "Direct")]
    [DataRow("127.0.0.1:53", "")]
    [DataRow("203.0.113.7:80", "")]
    public void Loopback_needs_no_look_at_the_socket(string endpoint, string direction)
    {
        IPEndPoint to = IPEndPoint.Parse(endpoint);

        Assert.AreEqual(direction, $"{Directions.Of(SocketName.Of(to, isIPv6: false))}");
        Assert.AreEqual(direction, $"{Directions.Of(SocketName.Of(to, isIPv6: true))}");
    }

    [TestMethod]
    public void An_address_is_read_as_the_kernel_writes_it()
    {
        // struct sockaddr_in6: family, port, flow, address, scope.
        byte[] name = [10, 0, 0x01, 0xbb, 0, 0, 0, 0, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0];

        Assert.AreEqual("[2001:db8::7]:443", $"{SocketName.Endpoint(name)}");
        Assert.AreEqual("02001F907F400102" + new string('0', 16), Convert.ToHexString(SocketName.Of(IPEndPoint.Parse("127.64.1.2:8080"), isIPv6: false)));
    }
}
