using Microsoft.Extensions.Diagnostics.HealthChecks;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.LifeCycle;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Answers the health check of a server by what the engine knows. Aspire's own checks keep a connection for each connection string in a
/// static table for as long as the process lives.
/// </summary>
internal sealed class UnitHealthCheck(string unit, Func<RunningApplication?> application) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        UnitSnapshot? snapshot = application()?.Units.GetValueOrDefault(unit);
        return Task.FromResult(snapshot?.State == UnitState.Ready
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"'{unit}' is {snapshot?.State.ToString() ?? "not created yet"}. {snapshot?.Reason}".TrimEnd()));
    }
}
