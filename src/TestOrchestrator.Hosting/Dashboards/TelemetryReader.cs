using System.Net.Http.Headers;
using System.Text;
using TestOrchestrator.Engine.Logs;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>Sends the telemetry in the directory of a run to a dashboard, and again what has come since. Not thread-safe.</summary>
/// <param name="runDirectory">The directory of the run; it may hold no telemetry.</param>
/// <param name="client">A client whose requests go to the dashboard alone.</param>
/// <param name="receiver">Where the dashboard takes OTLP by HTTP.</param>
/// <param name="apiKey">The key that it asks for.</param>
internal sealed class TelemetryReader(string runDirectory, HttpClient client, Uri receiver, string apiKey) : IDisposable
{
    private readonly long[] _positions = new long[TelemetryFiles.Kinds.Count];
    private readonly LogReader _tests = new(TelemetryFiles.TestsOf(runDirectory));

    /// <summary>Sends what has not been sent yet.</summary>
    /// <exception cref="HttpRequestException">The dashboard does not answer.</exception>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        foreach (string line in _tests.ReadLines())
        {
            await PostAsync(TelemetryFiles.Traces, "application/json", Encoding.UTF8.GetBytes(line), cancellationToken).ConfigureAwait(false);
        }

        foreach ((int index, string kind) in TelemetryFiles.Kinds.Index())
        {
            foreach (ReadOnlyMemory<byte> message in TelemetryFiles.Read(TelemetryFiles.FileOf(runDirectory, kind), ref _positions[index]))
            {
                await PostAsync(kind, "application/x-protobuf", message, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _tests.Dispose();

    private async Task PostAsync(string kind, string type, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(receiver, $"/v1/{kind}"));
        request.Headers.Add("x-otlp-api-key", apiKey);
        request.Content = new ReadOnlyMemoryContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using HttpResponseMessage answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
