using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Events;

/// <summary>The head of a request. Immutable.</summary>
internal sealed class RequestDetails(RequestHead head) : IEventDetails
{
    public void AddTo(JsonObject data, EventReading reading)
    {
        data["method"] = head.Method;
        data["url"] = reading.Secrets.Url(head.RawUrl);
        data["protocol"] = head.Protocol;
        data["headers"] = Headers(head.Headers, reading);
    }

    /// <summary>Headers as a list of name and value, because a name may come more than once and order may matter.</summary>
    public static JsonArray Headers(RecordedHeaders headers, EventReading reading) =>
        [.. headers.Select(h => new JsonObject { ["name"] = h.Key, ["value"] = reading.Secrets.Header(h.Key, h.Value) })];
}
