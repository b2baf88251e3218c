using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>Takes the traces and structured logs that a dashboard has, and gives them to another one, in OTLP's JSON.</summary>
/// <param name="client">A client whose requests go to the dashboard alone.</param>
internal sealed class DashboardTelemetry(HttpClient client)
{
    private const string Folder = "telemetry";

    // What the dashboard tells, and takes.
    private static readonly (string Told, string Taken)[] s_kinds = [("spans", "traces"), ("logs", "logs")];

    /// <summary>Writes what a dashboard has into the directory of a run.</summary>
    public async Task SaveAsync(Uri dashboard, string apiKey, string runDirectory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(runDirectory, Folder));
        foreach ((string told, string taken) in s_kinds)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(dashboard, $"/api/telemetry/{told}?limit=100000"));
            request.Headers.Add("x-api-key", apiKey);
            using HttpResponseMessage answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                byte[] content = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
                await File.WriteAllBytesAsync(FileOf(runDirectory, taken), content, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends what was written of a run to a dashboard, if there is something.</summary>
    public async Task SendAsync(string runDirectory, Uri receiver, string apiKey, CancellationToken cancellationToken)
    {
        foreach ((string _, string taken) in s_kinds)
        {
            if (!File.Exists(FileOf(runDirectory, taken)))
            {
                continue;
            }

            // {"data":{"resourceSpans":[…]},"totalCount":49,…}: what is below data is a request of OTLP's.
            byte[] written = await File.ReadAllBytesAsync(FileOf(runDirectory, taken), cancellationToken).ConfigureAwait(false);
            using JsonDocument document = JsonDocument.Parse(written);
            if (document.RootElement.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Object)
            {
                byte[] content = Encoding.UTF8.GetBytes(data.GetRawText());
                await PostAsync(client, receiver, taken, apiKey, content, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends a request of OTLP's to a dashboard.</summary>
    /// <param name="client">A client whose requests go to the dashboard alone.</param>
    /// <param name="receiver">Where the dashboard takes OTLP by HTTP.</param>
    /// <param name="kind">The kind of telemetry: <c>traces</c> or <c>logs</c>.</param>
    /// <param name="apiKey">The key that the dashboard asks for.</param>
    /// <param name="document">The request, as JSON in UTF-8.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task PostAsync(
        HttpClient client,
        Uri receiver,
        string kind,
        string apiKey,
        ReadOnlyMemory<byte> document,
        CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(receiver, $"/v1/{kind}"));
        request.Headers.Add("x-otlp-api-key", apiKey);
        request.Content = new ReadOnlyMemoryContent(document) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using HttpResponseMessage answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static string FileOf(string runDirectory, string kind) => Path.Combine(runDirectory, Folder, $"{kind}.json");
}
