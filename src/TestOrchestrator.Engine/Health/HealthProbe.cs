using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Health;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Health;

/// <summary>Looks whether an instance is ready: first as its provider knows, then by the HTTP health checks of the model.</summary>
internal sealed class HealthProbe(ResourceContext context)
{
    private readonly HttpHealthCheckAnnotation[] _checks = [.. context.Resource.Annotations.OfType<HttpHealthCheckAnnotation>()];

    public bool HasChecks => _checks.Length > 0;

    public async ValueTask<Observation> LookAsync(IResourceInstance instance, CancellationToken cancellationToken)
    {
        Observation own = await instance.ProbeAsync(cancellationToken).ConfigureAwait(false);
        if (!own.IsSatisfied)
        {
            return own;
        }

        foreach (HttpHealthCheckAnnotation check in _checks)
        {
            Observation answer = await HttpProbe.LookAsync(context.Run.Shared.Get(static () => new ProbeHttpClient()), Address(check), check.StatusCode, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSatisfied)
            {
                return answer;
            }
        }

        return Observation.Satisfied;
    }

    private Uri Address(HttpHealthCheckAnnotation check)
    {
        EndpointAnnotation[] http = [.. context.Resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.IsHttp)];
        string endpoint = check.EndpointName ?? http.OrderBy(e => e.UriScheme == "http" ? 0 : 1).First().Name;
        return new(context.GetEndpoint(endpoint).Url, check.Path);
    }
}
