namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>Where services send their telemetry, by OTLP over gRPC. Immutable.</summary>
/// <param name="Endpoint">The address.</param>
/// <param name="Headers">The value of <c>OTEL_EXPORTER_OTLP_HEADERS</c>. A secret.</param>
internal sealed record TelemetryReceiver(Uri Endpoint, string Headers)
{
    private const string ExporterPrefix = "OTEL_EXPORTER_";

    /// <summary>Gets the variables of hosts that are asked directly: the receiver is one, as telemetry is no traffic of a test.</summary>
    public static IReadOnlyList<string> NoProxyVariables { get; } = ["NO_PROXY", "no_proxy"];

    /// <summary>Gets what a service is told of the receiver.</summary>
    public IEnumerable<(string Name, string Value)> Variables =>
    [
        ($"{ExporterPrefix}OTLP_ENDPOINT", Endpoint.ToString()),
        ($"{ExporterPrefix}OTLP_PROTOCOL", "grpc"),
        ($"{ExporterPrefix}OTLP_HEADERS", Headers),
    ];

    /// <summary>Gets whether a variable says where telemetry goes.</summary>
    public static bool IsExporterVariable(string name) => name.StartsWith(ExporterPrefix, StringComparison.Ordinal);
}
