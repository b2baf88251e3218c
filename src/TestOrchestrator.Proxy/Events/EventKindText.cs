using System.Collections.Frozen;
using System.Text.Json;

namespace TestOrchestrator.Proxy.Events;

/// <summary>The kinds of events as they are written in JSON.</summary>
internal static class EventKindText
{
    private static readonly FrozenDictionary<ProxyEventKind, string> s_texts =
        Enum.GetValues<ProxyEventKind>().ToFrozenDictionary(k => k, k => JsonNamingPolicy.KebabCaseLower.ConvertName(k.ToString()));

    public static string Of(ProxyEventKind kind) => s_texts[kind];
}
