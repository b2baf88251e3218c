using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.Fulfilment.Health;

internal static class HealthEndpoint
{
    // 200 {"status":"Healthy","checks":{"postgres":{"status":"Healthy"}}}, or 503 with an error for what fails
    public static void MapHealth(this IEndpointRouteBuilder app) =>
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync });

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            Status = report.Status.ToString(),
            Checks = report.Entries.ToDictionary(e => e.Key, e => new { Status = e.Value.Status.ToString(), Error = e.Value.Description }),
        },
        context.RequestAborted);
}
