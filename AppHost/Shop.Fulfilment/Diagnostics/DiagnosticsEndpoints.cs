namespace Shop.Fulfilment.Diagnostics;

/// <summary>For those who operate the service. A gateway keeps <c>/diagnostics</c> from the public.</summary>
internal static class DiagnosticsEndpoints
{
    public static void MapDiagnostics(this IEndpointRouteBuilder app) =>
        app.MapGet("/diagnostics/identity", (IdentityProbe probe, HttpContext context) => probe.AskAsync(context.Connection, context.RequestAborted));
}
