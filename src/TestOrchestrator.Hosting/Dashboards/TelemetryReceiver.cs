namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>Where services send their telemetry, by OTLP over gRPC. Immutable.</summary>
/// <param name="Endpoint">The address.</param>
/// <param name="Headers">The value of <c>OTEL_EXPORTER_OTLP_HEADERS</c>. A secret.</param>
internal sealed record TelemetryReceiver(Uri Endpoint, string Headers);
