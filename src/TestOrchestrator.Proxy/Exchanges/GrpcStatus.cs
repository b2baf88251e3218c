namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>
/// How a call of gRPC ended, which its status of HTTP does not say (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
/// </summary>
internal static class GrpcStatus
{
    private static readonly string[] s_names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>
    /// Status and message for people; <see langword="null"/> when the response is none of gRPC, or has not come to its end.
    /// </summary>
    public static string? Of(RecordedResponse response)
    {
        // A call that fails at once says so in its headers, and has no trailers.
        RecordedHeaders end = response.Trailers.Contains("grpc-status") ? response.Trailers : response.Headers;
        if (end["grpc-status"] is not { } status)
        {
            return null;
        }

        string name = int.TryParse(status, out int code) && code >= 0 && code < s_names.Length ? $" {s_names[code]}" : "";
        return end["grpc-message"] is { Length: > 0 } message ? $"grpc-status {status}{name}: {Uri.UnescapeDataString(message)}" : $"grpc-status {status}{name}";
    }
}
