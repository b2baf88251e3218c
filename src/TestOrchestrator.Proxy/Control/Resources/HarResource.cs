using System.Collections.Frozen;
using System.Collections.Immutable;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Har;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>What went through, as HAR.</summary>
internal static class HarResource
{
    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/har",
            Operation = "exportHar",
            Summary = "The exchanges of a scope as HAR 1.2, with secrets left out.",
            Query = [Lookup.ScopeParameter],
            Answer = WireAny.Json,
            Handle = ExportAsync,
        },
    ];

    private static async Task<ControlAnswer> ExportAsync(ControlCall call)
    {
        Mapping.ControlScope scope = call.QueriedScope();
        using MemoryStream har = new();
        await HarFile.WriteAsync(har, scope.Scope.Exchanges, scope.Session.Options.RedactedHeaders.ToFrozenSet(StringComparer.OrdinalIgnoreCase), call.Aborted).ConfigureAwait(false);
        return ControlAnswer.Text(System.Text.Encoding.UTF8.GetString(har.GetBuffer(), 0, (int)har.Length), "application/json");
    }
}
