using System.Buffers;
using System.Text;
using TestOrchestrator.Proxy.Connections;

namespace TestOrchestrator.Proxy.Tests.Connections;

[TestClass]
public sealed class FirstBytesTests
{
    [TestMethod]
    [DataRow("GET / HTTP/1.1\r\n", FirstBytes.Http)]
    [DataRow("GET ", FirstBytes.Http, DisplayName = "a known method is enough")]
    [DataRow("PURGE /x HTTP/1.1\r\n", FirstBytes.Http)]
    [DataRow("M-SEARCH * HTTP/1.1\r\n", FirstBytes.Http)]
    [DataRow("get / HTTP/1.0\n", FirstBytes.Http)]
    [DataRow("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", FirstBytes.Http2)]
    [DataRow("CONNECT h:443 HTTP/1.1\r\n", FirstBytes.Connect)]
    [DataRow("\u0016\u0003\u0001", FirstBytes.Tls)]
    [DataRow("\u0016", FirstBytes.Tls)]
    [DataRow("SSH-2.0-OpenSSH_9.2 x\r\n", FirstBytes.Other)]
    [DataRow("EHLO mail.example.com\r\n", FirstBytes.Other)]
    [DataRow("PING\r\n", FirstBytes.Other)]
    [DataRow("*1\r\n$4\r\nPING\r\n", FirstBytes.Other, DisplayName = "Redis")]
    [DataRow("\0\0\0\u0008", FirstBytes.Other, DisplayName = "Postgres")]
    [DataRow(" GET", FirstBytes.Other)]
    [DataRow("{", FirstBytes.Other)]
    public void The_first_bytes_tell_the_protocol(string bytes, object expected) => Assert.AreEqual((FirstBytes)expected, Read(bytes));

    [TestMethod]
    [DataRow("")]
    [DataRow("G")]
    [DataRow("CONNEC")]
    [DataRow("PURGE /x")]
    [DataRow("EHLO mail")]
    public void Too_few_bytes_tell_nothing(string bytes) => Assert.IsNull(Read(bytes));

    [TestMethod]
    public void A_line_without_end_is_not_HTTP()
    {
        Assert.AreEqual(FirstBytes.Other, Read(new string('x', FirstBytesReader.Limit)));
        Assert.AreEqual(FirstBytes.Other, Read("PURGE " + new string('x', FirstBytesReader.Limit)));
    }

    private static FirstBytes? Read(string bytes) => FirstBytesReader.Read(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(bytes)));
}
