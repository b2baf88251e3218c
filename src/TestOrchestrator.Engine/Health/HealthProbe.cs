using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Health;

/// <summary>Looks whether an instance is ready: first as its provider knows, then by the HTTP health checks of the model.</summary>
internal sealed class HealthProbe(UnitContext context)
{
    private readonly ImmutableArray<HttpCheckDefinition> _checks = context.Unit.HttpChecks;

    public bool HasChecks => _checks.Length > 0;

    public async ValueTask<Observation> LookAsync(IUnitInstance instance, CancellationToken cancellationToken)
    {
        Observation own = await instance.ProbeAsync(cancellationToken).ConfigureAwait(false);
        if (!own.IsSatisfied)
        {
            return own;
        }

        foreach (HttpCheckDefinition check in _checks)
        {
            Observation answer = await HttpProbe.LookAsync(context.Run.Shared.Get(static () => new ProbeHttpClient()), Address(check), check.StatusCode, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSatisfied)
            {
                return answer;
            }
        }

        return Observation.Satisfied;
    }

    private Uri Address(HttpCheckDefinition check)
    {
        string endpoint = check.Endpoint ?? context.Unit.Endpoints.Where(e => e.IsHttp).OrderBy(e => e.Scheme == "http" ? 0 : 1).First().Name;
        return new(context.GetEndpoint(endpoint).Url, check.Path);
    }
}
