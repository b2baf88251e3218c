using System.Collections.Immutable;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Health;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Relations;
using TestOrchestrator.AppModel.Replicas;

namespace TestOrchestrator.AppModel.Validation;

/// <summary>Finds every mistake of a model: an author who made three should need one run, not three.</summary>
internal static class ModelValidator
{
    public static ImmutableArray<ModelProblem> Validate(ApplicationModel model) =>
    [
        .. model.Resources.SelectMany(Names),
        .. DuplicateNames(model),
        .. model.Resources.SelectMany(Endpoints),
        .. SharedPorts(model),
        .. model.Resources.SelectMany(r => References(model, r)),
        .. WaitCycles.Find(model).Select(ModelProblems.WaitCycle),
        .. model.Resources.SelectMany(Facts),
        .. model.Resources.SelectMany(r => OwnChecks(model, r)),
    ];

    private static IEnumerable<ModelProblem> Names(IResource resource) =>
        ResourceName.Problem(resource.Name) is { } why ? [ModelProblems.BadName(resource.Name, why)] : [];

    private static IEnumerable<ModelProblem> DuplicateNames(ApplicationModel model) =>
        from resource in model.Resources
        group resource by resource.Name into same
        where same.Count() > 1
        select ModelProblems.DuplicateName(same.Key, same.Select(r => r.GetType().Name));

    private static IEnumerable<ModelProblem> Endpoints(IResource resource)
    {
        EndpointAnnotation[] endpoints = [.. resource.Annotations.OfType<EndpointAnnotation>()];
        foreach (EndpointAnnotation endpoint in endpoints)
        {
            if (ResourceName.Problem(endpoint.Name) is { } why)
            {
                yield return ModelProblems.BadEndpointName(resource.Name, endpoint.Name, why);
            }

            foreach (int port in new[] { endpoint.Port, endpoint.TargetPort }.OfType<int>().Distinct().Where(p => p is < 1 or > 65535))
            {
                yield return ModelProblems.BadPort(resource.Name, endpoint.Name, port);
            }
        }

        foreach (IGrouping<string, EndpointAnnotation> same in endpoints.GroupBy(e => e.Name, ResourceName.Comparer).Where(g => g.Count() > 1))
        {
            yield return ModelProblems.DuplicateEndpoint(resource.Name, same.Key);
        }
    }

    // Only a port that the program itself insists on: any other is a wish that gives way to a free one.
    private static IEnumerable<ModelProblem> SharedPorts(ApplicationModel model) =>
        from resource in model.Resources
        from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
        where endpoint.TargetPort is not null
        group $"{resource.Name}" by endpoint.TargetPort!.Value into same
        where same.Count() > 1
        select ModelProblems.PortTakenTwice(same.Key, [.. same]);

    private static IEnumerable<ModelProblem> References(ApplicationModel model, IResource resource)
    {
        if (resource is IResourceWithParent { Parent: { } parent } && !model.TryGet(parent.Name, out _))
        {
            yield return ModelProblems.MissingParent(resource.Name, parent.Name);
        }

        foreach ((IResource target, string? endpoint, string how) in ReferenceWalk.Of(resource))
        {
            if (!model.TryGet(target.Name, out IResource? current))
            {
                yield return ModelProblems.UnknownReference(resource.Name, how, target.Name, model.Resources.Select(r => r.Name));
            }
            else if (endpoint is not null && !ModelProblems.EndpointNames(current).Contains(endpoint, ResourceName.Comparer))
            {
                yield return ModelProblems.UnknownEndpoint(current.Name, endpoint, ModelProblems.EndpointNames(current));
            }
        }
    }

    private static IEnumerable<ModelProblem> Facts(IResource resource)
    {
        foreach (ReplicaAnnotation replicas in resource.Annotations.OfType<ReplicaAnnotation>().Where(r => r.Replicas < 1))
        {
            yield return ModelProblems.BadReplicas(resource.Name, replicas.Replicas);
        }

        foreach (LaneAnnotation lane in resource.Annotations.OfType<LaneAnnotation>().Where(l => !Lane.TryParse(l.Lane, out _)))
        {
            yield return ModelProblems.UnknownLane(resource.Name, lane.Lane, Lane.All.Select(l => l.ToString()));
        }

        foreach (HttpHealthCheckAnnotation check in resource.Annotations.OfType<HttpHealthCheckAnnotation>())
        {
            if (check.EndpointName is not null && !ModelProblems.EndpointNames(resource).Contains(check.EndpointName, ResourceName.Comparer))
            {
                yield return ModelProblems.UnknownEndpoint(resource.Name, check.EndpointName, ModelProblems.EndpointNames(resource));
            }
            else if (check.EndpointName is null && !resource.Annotations.OfType<EndpointAnnotation>().Any(e => e.IsHttp))
            {
                yield return ModelProblems.NoHttpEndpoint(resource.Name, ModelProblems.EndpointNames(resource));
            }
        }
    }

    private static IEnumerable<ModelProblem> OwnChecks(ApplicationModel model, IResource resource) =>
        resource.Annotations.OfType<IModelCheck>()
            .Concat(resource is IModelCheck own ? [own] : [])
            .SelectMany(check => check.Check(model, resource));
}
