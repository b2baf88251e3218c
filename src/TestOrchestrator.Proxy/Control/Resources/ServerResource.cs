using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Documents;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>The server as a whole: whether it lives, what it signs with, what it can be asked.</summary>
internal static class ServerResource
{
    private static readonly WireShape s_health = new("Health", "That the server answers.",
    [
        new("status", WireText.OneOf("ok"), "Always 'ok'.") { IsRequired = true },
        new("version", WireText.Any, "The version of the product.") { IsRequired = true },
    ]);

    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/health",
            Operation = "health",
            Summary = "Says that the server answers.",
            Answer = s_health,
            IsOpen = true,
            Handle = _ => new JsonObject { ["status"] = "ok", ["version"] = OpenApiDocument.Version },
        },
        new()
        {
            Method = "GET",
            Path = "/ca.pem",
            Operation = "authority",
            Summary = "The certificate of the authority that clients are to trust.",
            AnswerMediaType = "application/x-pem-file",
            IsOpen = true,
            Handle = call => ControlAnswer.Text(call.Server.CertificateAuthority.CertificatePem + "\n", "application/x-pem-file"),
        },
        new()
        {
            Method = "GET",
            Path = "/openapi.json",
            Operation = "openapi",
            Summary = "This document.",
            Answer = WireAny.Json,
            Handle = _ => OpenApiDocument.Create(),
        },
    ];
}
