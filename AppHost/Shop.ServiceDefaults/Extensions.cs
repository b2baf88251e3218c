using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Shop.ServiceDefaults;

/// <summary>What all services of the shop have in common: health checks, telemetry, service discovery and resilient HTTP clients.</summary>
public static class Extensions
{
    private const string Live = "live";

    // A check without a limit of its own would wait for as long as the client it uses.
    private static readonly TimeSpan s_checkTimeout = TimeSpan.FromSeconds(3);

    extension(IHostApplicationBuilder builder)
    {
        /// <summary>Gets whether telemetry is exported: whether <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
        /// <remarks>Without a collector a service has no telemetry providers, so nothing listens to its activities and meters.</remarks>
        public bool ExportsTelemetry => !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

        /// <summary>Adds the defaults. Comes first, so that the service can change them.</summary>
        public void AddServiceDefaults()
        {
            if (builder.ExportsTelemetry)
            {
                Telemetry.Add(builder);
            }

            builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
            builder.Services.PostConfigure<HealthCheckServiceOptions>(LimitChecks);

            builder.Services.AddServiceDiscovery();
            builder.Services.ConfigureHttpClientDefaults(http =>
            {
                http.AddStandardResilienceHandler();
                http.AddServiceDiscovery();
            });
        }
    }

    /// <summary>Makes a client send each request once, for a caller that has its own answer to a failure.</summary>
    public static void WithoutResilience(this IHttpClientBuilder http)
    {
#pragma warning disable EXTEXP0001 // Experimental, and the only way to take back a default.
        http.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }

    /// <summary>Maps <c>/health</c>, which says whether the service can work, and <c>/alive</c>, which says whether it runs.</summary>
    /// <remarks>A gateway keeps both from the public.</remarks>
    public static void MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(Endpoints.Health, new() { ResponseWriter = HealthResponse.WriteAsync });
        app.MapHealthChecks(Endpoints.Alive, new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
    }

    private static void LimitChecks(HealthCheckServiceOptions options)
    {
        foreach (HealthCheckRegistration check in options.Registrations.Where(check => check.Timeout == Timeout.InfiniteTimeSpan))
        {
            check.Timeout = s_checkTimeout;
        }
    }
}
