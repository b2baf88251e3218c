using System.IO.Pipelines;
using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Connections;

[TestClass]
public sealed class DuplexPipeStreamTests
{
    [TestMethod]
    public async Task Bytes_come_in_order_whatever_is_asked_for()
    {
        Pipe pipe = new();
        DuplexPipeStream stream = new(new OneWay(pipe));
        byte[] sent = [.. Enumerable.Range(0, 1_000_000).Select(i => (byte)(i % 251))];
        Task writing = WriteAsync(pipe.Writer, sent);

        using MemoryStream received = new();
        Random random = new(1);
        while (received.Length < sent.Length)
        {
            byte[] buffer = new byte[random.Next(0, 40_000)];
            int read = await stream.ReadAsync(buffer).AsTask().Soon();
            received.Write(buffer, 0, read);
        }

        await writing;
        Assert.AreEqual(0, await stream.ReadAsync(new byte[1]).AsTask().Soon());
        CollectionAssert.AreEqual(sent, received.ToArray());
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] bytes)
    {
        for (int at = 0; at < bytes.Length; at += 7_777)
        {
            await writer.WriteAsync(bytes.AsMemory(at, Math.Min(7_777, bytes.Length - at)));
        }

        await writer.CompleteAsync();
    }

    private sealed class OneWay(Pipe pipe) : IDuplexPipe
    {
        public PipeReader Input => pipe.Reader;

        public PipeWriter Output => pipe.Writer;
    }
}
