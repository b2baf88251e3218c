using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TestOrchestrator.Hosting.Dashboards;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Hosting.Tests.Dashboards;

/// <summary>What services send by OTLP over gRPC, and the files that keep it.</summary>
[TestClass]
public sealed class TelemetryTests
{
    private const string Traces = "opentelemetry.proto.collector.trace.v1.TraceService";
    private const string Logs = "opentelemetry.proto.collector.logs.v1.LogsService";
    private const string Metrics = "opentelemetry.proto.collector.metrics.v1.MetricsService";

    [TestMethod]
    [DataRow(Traces, "traces")]
    [DataRow(Logs, "logs")]
    [DataRow(Metrics, "metrics")]
    public async Task A_request_is_taken_as_it_came_and_answered_as_gRPC_does(string service, string kind)
    {
        ConcurrentQueue<string> taken = new();
        await using TelemetryCollector collector = await StartAsync(taken);

        using HttpResponseMessage answer = await SendAsync(collector, service, Frame("message", isCompressed: false));

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        CollectionAssert.AreEqual(new byte[5], await answer.Content.ReadAsByteArrayAsync());
        Assert.AreEqual("0", answer.TrailingHeaders.GetValues("grpc-status").Single());
        Assert.AreEqual($"{kind}: message", taken.Single());
    }

    [TestMethod]
    public async Task A_request_that_is_compressed_is_unpacked()
    {
        ConcurrentQueue<string> taken = new();
        await using TelemetryCollector collector = await StartAsync(taken);

        using HttpResponseMessage answer = await SendAsync(collector, Traces, Frame("message", isCompressed: true));

        Assert.AreEqual("traces: message", taken.Single());
    }

    [TestMethod]
    public async Task Without_the_key_nothing_is_taken()
    {
        ConcurrentQueue<string> taken = new();
        await using TelemetryCollector collector = await StartAsync(taken);

        byte[] frame = Frame("message", isCompressed: false);
        using HttpResponseMessage answer = await SendAsync(collector, Traces, frame, "x-otlp-api-key=guessed");

        Assert.AreEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.IsEmpty(taken);
    }

    [TestMethod]
    public void A_file_is_read_on_from_where_reading_ended_and_half_a_request_is_left_for_later()
    {
        using TemporaryDirectory run = new();
        string path = TelemetryFiles.FileOf(run.Path, TelemetryFiles.Logs);
        long position = 0;
        Assert.IsEmpty(TelemetryFiles.Read(path, ref position), "There is no file yet.");
        using (TelemetryFiles files = new(run.Path))
        {
            files.Append(TelemetryFiles.Logs, Encoding.UTF8.GetBytes("one"));
            files.Append(TelemetryFiles.Logs, Encoding.UTF8.GetBytes("two"));
        }

        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^1]);
        string first = Read();
        File.WriteAllBytes(path, whole);

        Assert.AreEqual("one", first);
        Assert.AreEqual("two", Read());
        Assert.AreEqual("", Read());

        string Read() => string.Join(' ', TelemetryFiles.Read(path, ref position).Select(m => Encoding.UTF8.GetString(m.Span)));
    }

    private static Task<TelemetryCollector> StartAsync(ConcurrentQueue<string> taken) => TelemetryCollector.StartAsync(
        (kind, message) => taken.Enqueue($"{kind}: {Encoding.UTF8.GetString(message.Span)}"),
        CancellationToken.None);

    private static async Task<HttpResponseMessage> SendAsync(
        TelemetryCollector collector,
        string service,
        byte[] frame,
        string? headers = null)
    {
        string[] header = (headers ?? collector.Receiver.Headers).Split('=');
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(collector.Receiver.Endpoint, $"/{service}/Export"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { { header[0], header[1] } },
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        return await client.SendAsync(request);
    }

    private static byte[] Frame(string text, bool isCompressed)
    {
        byte[] message = Encoding.UTF8.GetBytes(text);
        if (isCompressed)
        {
            using MemoryStream packed = new();
            using (GZipStream gzip = new(packed, CompressionMode.Compress))
            {
                gzip.Write(message);
            }

            message = packed.ToArray();
        }

        return [isCompressed ? (byte)1 : (byte)0, 0, 0, 0, (byte)message.Length, .. message];
    }
}
