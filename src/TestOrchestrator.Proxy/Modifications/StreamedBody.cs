using System.Collections.Frozen;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>Bodies that pass in pieces, each of which means something before the end has come.</summary>
internal static class StreamedBody
{
    private static readonly FrozenSet<string> s_jsonTexts = FrozenSet.Create(
        "application/json-seq", "application/jsonl", "application/ndjson", "application/stream+json", "application/x-jsonlines", "application/x-ndjson");

    /// <summary>What such a body is called; <see langword="null"/> for other bodies.</summary>
    public static string? Kind(string? contentType) => contentType?.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "text/event-stream" => "an event stream",
        { } type when s_jsonTexts.Contains(type) => "a stream of JSON texts",
        { } type when type.StartsWith("application/grpc", StringComparison.Ordinal) => "gRPC",
        _ => null,
    };
}
