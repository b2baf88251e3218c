using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Requests;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.Forwarding;

[TestClass]
public sealed class ClientCallTests
{
    private readonly List<string> _happened = [];

    // Reading ten bytes at a time.
    [TestMethod]
    [DataRow("", 0, "recorded")]
    [DataRow("0123456789", 10, "recorded, sent 10")]
    [DataRow("0123456789abcde", 15, "sent 10, recorded, sent 5")]
    [DataRow("0123456789abcdefghij", 20, "sent 10, recorded, sent 10")]
    [DataRow("0123456789abcde", -1, "sent 10, sent 5, recorded", DisplayName = "of unknown length: the end is still to be sent")]
    public async Task A_response_is_recorded_before_its_last_byte_is_sent(string body, int length, string expected)
    {
        using RecordingOutput output = new(_happened);
        StreamResponseBodyFeature response = new(output);
        FeatureCollection features = new();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Protocol = "HTTP/1.1", Method = "GET" });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(response);
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());
        ExchangeLog log = new(new ProxySessionLimits(), TimeProvider.System);
        LiveExchange exchange = log.Begin(new ScopeNode("scope", null, null), new RequestHead("GET", new Uri("http://h/"), RecordedHeaders.Empty, "HTTP/1.1"));

        await new ClientCall(features).SendAsync(new SlowBody(Encoding.ASCII.GetBytes(body)), length < 0 ? null : length, exchange, () => _happened.Add("recorded"));
        await response.Writer.FlushAsync();

        Assert.AreEqual(expected, string.Join(", ", _happened));
    }

    private sealed class SlowBody(byte[] bytes) : DelegatingStream(new MemoryStream(bytes))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Inner.ReadAsync(buffer[..10], cancellationToken);
    }

    private sealed class RecordingOutput(List<string> happened) : DelegatingStream(Null)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            happened.Add($"sent {buffer.Length}");
            return ValueTask.CompletedTask;
        }
    }
}
