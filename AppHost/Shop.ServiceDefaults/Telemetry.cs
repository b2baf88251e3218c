using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Shop.ServiceDefaults;

/// <summary>Exports logs, metrics and traces to the collector that the <c>OTEL_*</c> variables name.</summary>
internal static class Telemetry
{
    public static void Add(IHostApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(logging => (logging.IncludeFormattedMessage, logging.IncludeScopes) = (true, true));
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithTracing(tracing => tracing
                .AddSource($"{builder.Environment.ApplicationName}.*")
                .AddAspNetCoreInstrumentation(options => options.Filter = IsNoHealthCheck)
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    private static bool IsNoHealthCheck(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(Endpoints.Health) && !context.Request.Path.StartsWithSegments(Endpoints.Alive);
}
