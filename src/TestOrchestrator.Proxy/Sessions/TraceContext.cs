using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>
/// Reads the trace ids that a request carries: W3C trace context, and a baggage entry of ours for clients that begin a trace of their own.
/// </summary>
internal static class TraceContext
{
    private const string BaggageKey = "to.scope";
    private const int IdLength = 32;

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The ids, the trace context's first. What cannot be read is no id: headers are written by anybody.</summary>
    public static ImmutableArray<ActivityTraceId> TraceIds(RecordedHeaders headers)
    {
        bool isTraced = TryReadTraceParent(headers["traceparent"], out ActivityTraceId traced);
        bool isCarried = TryReadId(Baggage.Find(headers["baggage"], BaggageKey), out ActivityTraceId carried);
        return (isTraced, isCarried) switch
        {
            (true, true) => [traced, carried],
            (true, false) => [traced],
            (false, true) => [carried],
            _ => [],
        };
    }

    private static bool TryReadTraceParent(string? header, out ActivityTraceId id)
    {
        // 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
        const int VersionLength = 3;
        id = default;
        ReadOnlySpan<char> text = header.AsSpan().Trim();
        return text.Length > VersionLength + IdLength
            && text[VersionLength - 1] == '-'
            && text[VersionLength + IdLength] == '-'
            && TryReadId(text.Slice(VersionLength, IdLength), out id);
    }

    private static bool TryReadId(ReadOnlySpan<char> text, out ActivityTraceId id)
    {
        bool isId = text.Length == IdLength && !text.ContainsAnyExcept(s_hexDigits) && text.ContainsAnyExcept('0');
        id = isId ? ActivityTraceId.CreateFromString(text) : default;
        return isId;
    }
}
