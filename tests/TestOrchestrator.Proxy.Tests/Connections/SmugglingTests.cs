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
    [DataRow("Content-Length: -1\r\n\r\n", DisplayName = "a negative length")]
    [DataRow("Content-Length: 5x\r\n\r\n", DisplayName = "a length that is no number")]
    [DataRow("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", DisplayName = "a coding after chunked")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\nzz\r\n", DisplayName = "a chunk without a size")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n5\r\nabcdeXX0\r\n\r\n", DisplayName = "a chunk longer than its size")]
    [DataRow("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", DisplayName = "a blank before the colon")]
    [DataRow("X-Folded: a\r\n b\r\n\r\n", DisplayName = "a folded header")]
    [DataRow("X-Zero: a\0b\r\n\r\n", DisplayName = "a zero byte")]
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
}
