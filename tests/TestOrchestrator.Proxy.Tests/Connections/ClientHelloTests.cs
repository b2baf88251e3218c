using System.Buffers;
using System.Buffers.Binary;
using System.Net.Security;
using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.Connections;

[TestClass]
public sealed class ClientHelloTests
{
    [TestMethod]
    public async Task Name_and_protocols_are_read()
    {
        byte[] bytes = await CaptureAsync("api.example.com", SslApplicationProtocol.Http2, SslApplicationProtocol.Http11);

        ClientHello? hello = ClientHello.Read(new ReadOnlySequence<byte>(bytes));

        Assert.AreEqual("api.example.com", hello?.ServerName);
        CollectionAssert.AreEqual(new[] { "h2", "http/1.1" }, hello?.Protocols);
    }

    [TestMethod]
    public async Task A_client_without_name_and_protocols_tells_none()
    {
        ClientHello? hello = ClientHello.Read(new ReadOnlySequence<byte>(await CaptureAsync("127.0.0.1")));

        Assert.IsNotNull(hello);
        Assert.IsNull(hello.ServerName);
        Assert.IsEmpty(hello.Protocols);
    }

    [TestMethod]
    public async Task Less_than_the_whole_message_is_too_little_to_tell()
    {
        byte[] bytes = await CaptureAsync("api.example.com");

        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.IsNull(ClientHello.Read(new ReadOnlySequence<byte>(bytes, 0, length)), $"{length} of {bytes.Length}");
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(100)]
    public async Task A_message_that_is_cut_into_records_is_put_together(int size)
    {
        byte[] bytes = await CaptureAsync("api.example.com", SslApplicationProtocol.Http2);
        byte[] message = bytes[5..];
        List<byte> cut = [];
        foreach (byte[] part in message.Chunk(size))
        {
            cut.AddRange([22, 3, 1, 0, (byte)part.Length, .. part]);
        }

        ClientHello? hello = ClientHello.Read(new ReadOnlySequence<byte>([.. cut]));

        Assert.AreEqual("api.example.com", hello?.ServerName);
        CollectionAssert.AreEqual(new[] { "h2" }, hello?.Protocols);
        Assert.IsNull(ClientHello.Read(new ReadOnlySequence<byte>([.. cut[..^1]])));
    }

    [TestMethod]
    public async Task Whatever_is_wrong_with_it_nothing_is_thrown()
    {
        byte[] bytes = await CaptureAsync("api.example.com", SslApplicationProtocol.Http2);
        for (int at = 0; at < bytes.Length; at++)
        {
            foreach (byte wrong in new byte[] { 0, 1, 127, 255 })
            {
                byte[] damaged = [.. bytes];
                damaged[at] = wrong;
                _ = ClientHello.Read(new ReadOnlySequence<byte>(damaged));
            }
        }

        Assert.IsNotNull(ClientHello.Read(new ReadOnlySequence<byte>([23, 3, 3, 0, 1, 0])));
        Assert.IsNotNull(ClientHello.Read(new ReadOnlySequence<byte>([22, 3, 3, 0, 4, 2, 0, 0, 0])));
    }

    private static async Task<byte[]> CaptureAsync(string host, params SslApplicationProtocol[] protocols)
    {
        CapturingStream capture = new();
        await using SslStream tls = new(capture);
        SslClientAuthenticationOptions options = new() { TargetHost = host, ApplicationProtocols = protocols.Length == 0 ? null : [.. protocols] };
        await Assert.ThrowsAsync<IOException>(() => tls.AuthenticateAsClientAsync(options));
        byte[] bytes = capture.Written.ToArray();

        // The first record only: a client that hears nothing may add its goodbye.
        return bytes[..(5 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(3)))];
    }

    private sealed class CapturingStream() : DelegatingStream(Null)
    {
        public MemoryStream Written { get; } = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Written.WriteAsync(buffer, cancellationToken);
    }
}
