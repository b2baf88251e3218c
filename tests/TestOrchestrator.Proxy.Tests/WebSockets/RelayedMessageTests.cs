using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.WebSockets;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.WebSockets;

[TestClass]
public sealed class RelayedMessageTests
{
    // Through sockets it would show only when the receiver is quicker than the next line.
    [TestMethod]
    public async Task A_message_is_recorded_and_told_before_its_last_byte_is_sent_on()
    {
        ExchangeLog log = new(new ProxySessionLimits(), TimeProvider.System);
        LiveExchange exchange = log.Begin(new ScopeNode("scope", null, null), new RequestHead("GET", new Uri("http://h/"), RecordedHeaders.Empty, "HTTP/1.1"));
        byte[] frame = WebSocketFrame.Text("hello", masked: true);
        List<string> seen = [];
        TaskCompletionSource allSent = new();
        using WebSocketInspection? inspection = WebSocketInspection.Open(exchange, "WebSocket", RecordedHeaders.Empty);
        await using Pieces client = new([frame[..4], frame[4..]]);
        await using Receiver origin = new(allSent, () => seen.Add($"{log.Describe([exchange])[0].Messages.Count} recorded, {log.Events.Last} events"), frame.Length);

        await using ExchangeFaults faults = ExchangeFaults.None.Lasting(exchange, CancellationToken.None);
        await new Relay(client, origin, exchange, TimeProvider.System) { Faults = faults, Inspection = inspection }.RunAsync(CancellationToken.None).Soon();

        // Two events before it: the request, and that the WebSocket was opened.
        CollectionAssert.AreEqual(new[] { "0 recorded, 2 events", "1 recorded, 3 events" }, seen);
        CollectionAssert.AreEqual(frame, origin.Received);
    }

    private sealed class Pieces(byte[][] pieces) : DelegatingStream(Null)
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_next == pieces.Length)
            {
                return new ValueTask<int>(0);
            }

            byte[] piece = pieces[_next++];
            piece.CopyTo(buffer);
            return new ValueTask<int>(piece.Length);
        }
    }

    // Ends once it has received everything, as an origin does that has heard enough.
    private sealed class Receiver(TaskCompletionSource allSent, Action look, int expected) : DelegatingStream(Null)
    {
        private readonly List<byte> _received = [];

        public byte[] Received => [.. _received];

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await allSent.Task.WaitAsync(cancellationToken);
            return 0;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            look();
            _received.AddRange(buffer.Span);
            if (_received.Count == expected)
            {
                allSent.TrySetResult();
            }

            return ValueTask.CompletedTask;
        }
    }
}
