using System.Globalization;
using System.Text;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Upstream;

[TestClass]
public sealed class Http1ChunkTests
{
    // Chunks smaller and larger than any buffer on the way, read in pieces of many sizes.
    [TestMethod]
    public async Task Chunks_of_all_sizes_are_put_together()
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();
        Random random = new(20);
        StringBuilder expected = new();
        StringBuilder sent = new("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 300; i++)
        {
            string data = new((char)('a' + random.Next(26)), 1 + random.Next(i % 10 == 0 ? 30_000 : 50));
            expected.Append(data);
            sent.Append(CultureInfo.InvariantCulture, $"{data.Length:x}\r\n{data}\r\n");
        }

        Task sending = received.SendAsync($"{sent}0\r\n\r\n");

        await using UpstreamResponse response = await asked.Soon();
        Stream body = await response.OpenAsync(CancellationToken.None);
        StringBuilder whole = new();
        byte[] buffer = new byte[20_000];
        int read;
        while ((read = await body.ReadAsync(buffer.AsMemory(0, 1 + random.Next(buffer.Length))).AsTask().Soon()) > 0)
        {
            whole.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        await sending.Soon();
        Assert.AreEqual(expected.ToString(), whole.ToString());
    }

    [TestMethod]
    [DataRow("zz\r\n", "'zz' is not the size of a chunk; it would be up to 15 hexadecimal digits")]
    [DataRow("\r\n", "'' is not the size of a chunk; it would be up to 15 hexadecimal digits")]
    [DataRow("0x5\r\nhello\r\n", "'0x5' is not the size of a chunk; it would be up to 15 hexadecimal digits")]
    [DataRow("-5\r\nhello\r\n", "'-5' is not the size of a chunk; it would be up to 15 hexadecimal digits")]
    [DataRow(" 5\r\nhello\r\n", "' 5' is not the size of a chunk; it would be up to 15 hexadecimal digits")]
    [DataRow("ffffffffffffffff\r\n", "'ffffffffffffffff' is not the size of a chunk; it would be up to 15 hexadecimal digits")]
    [DataRow("5\nhello\r\n", "the line '5' with the size of a chunk does not end with \\r\\n")]
    [DataRow("5;a\rb\r\nhello\r\n", "the line '5;a\\rb\\r' with the size of a chunk does not end with \\r\\n")]
    [DataRow("5\r\nhelloXX0\r\n\r\n", "'XX0\\r\\n\\r\\n' follows a chunk where \\r\\n should; the chunk is longer or shorter than its size")]
    [DataRow("5\r\nhello\n0\r\n\r\n", "'\\n0\\r\\n\\r\\n' follows a chunk where \\r\\n should; the chunk is longer or shorter than its size")]
    [DataRow("0\r\nX-End: 1\r\n folded\r\n\r\n", "the header line ' folded' continues the one before it; such folded lines are obsolete, and readers differ in what they make of them")]
    [DataRow("0\r\nX-End: 1\n\n", "the line 'X-End: 1' ends with a line feed alone; lines end with \\r\\n")]
    public async Task A_chunk_that_can_be_read_in_two_ways_is_refused(string chunks, string expected)
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();

        await received.SendAsync($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");

        UpstreamException refused = await Assert.ThrowsExactlyAsync<UpstreamException>(async () => await DirectUpstream.ReadAsync(await asked.Soon()).Soon());
        Assert.AreEqual($"InvalidResponse: {expected}", refused.Message);
    }
}
