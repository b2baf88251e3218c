using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.ServiceDefaults;

/// <summary>Writes the result of each health check, and what a failed one says.</summary>
internal static class HealthResponse
{
    // {"status":"Healthy","checks":{"PostgreSql":{"status":"Healthy","error":null},"self":{"status":"Healthy","error":null}}}
    public static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            Status = report.Status.ToString(),
            Checks = report.Entries.ToDictionary(
                e => e.Key,
                e => new { Status = e.Value.Status.ToString(), Error = e.Value.Description ?? e.Value.Exception?.Message }),
        },
        context.RequestAborted);
}
