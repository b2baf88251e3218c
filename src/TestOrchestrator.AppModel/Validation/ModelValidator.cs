using System.Collections.Immutable;
using TestOrchestrator.AppModel.Containers;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.ExternalServices;
using TestOrchestrator.AppModel.Health;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.AppModel.Relations;
using TestOrchestrator.AppModel.Replicas;

namespace TestOrchestrator.AppModel.Validation;

/// <summary>Finds every mistake of a model: an author who made three should need one run, not three.</summary>
internal static class ModelValidator
{
    public static ImmutableArray<ModelProblem> Validate(ApplicationModel model) => [.. All(model).Distinct()];

    private static IEnumerable<ModelProblem> All(ApplicationModel model) =>
    [
        .. model.Resources.SelectMany(Names),
        .. DuplicateNames(model),
        .. model.Resources.SelectMany(Endpoints),
        .. SharedPorts(model),
        .. model.Resources.SelectMany(r => Parents(model, r)),
        .. model.Resources.SelectMany(r => ReferenceWalk.Of(r).SelectMany(reference => References(model, r, reference))),
        .. WaitCycles.Find(model).Select(ModelProblems.WaitCycle),
        .. model.Resources.SelectMany(Facts),
        .. model.Resources.SelectMany(HealthChecks),
        .. model.Resources.SelectMany(r => OwnChecks(model, r)),
    ];

    private static IEnumerable<ModelProblem> Names(IResource resource) =>
        ResourceName.Problem(resource.Name) is { } why ? [ModelProblems.BadName(resource.Name, why)] : [];

    private static IEnumerable<ModelProblem> DuplicateNames(ApplicationModel model) =>
        from same in model.Resources.GroupBy(r => r.Name, ResourceName.Comparer)
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

    // Only a port that the program itself insists on: any other is a wish that gives way to a free one. A container has an address of its own.
    private static IEnumerable<ModelProblem> SharedPorts(ApplicationModel model) =>
        from resource in model.Resources
        where resource is not ContainerResource
        from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
        where endpoint.TargetPort is not null
        group (resource.Name, endpoint.Name) by endpoint.TargetPort!.Value into same
        where same.Count() > 1
        select ModelProblems.PortTakenTwice(same.Key, [.. same]);

    private static IEnumerable<ModelProblem> Parents(ApplicationModel model, IResource resource) =>
        resource is IResourceWithParent { Parent: { } parent } && !model.TryGet(parent.Name, out _) ? [ModelProblems.MissingParent(resource.Name, parent.Name)] : [];

    private static IEnumerable<ModelProblem> References(ApplicationModel model, IResource resource, ModelReference reference)
    {
        if (!model.TryGet(reference.Target.Name, out IResource? current))
        {
            // A parameter need not be in the application, as it carries its value: the generated password of a server is not.
            return reference.Target is ParameterResource parameter
                ? OwnChecks(model, parameter)
                : [ModelProblems.UnknownReference(resource.Name, reference.How, reference.Target.Name, model.Resources.Select(r => r.Name))];
        }

        if (reference.Endpoint is { } endpoint && !ModelProblems.EndpointNames(current).Contains(endpoint, ResourceName.Comparer))
        {
            return [ModelProblems.UnknownEndpoint(current.Name, endpoint, ModelProblems.EndpointNames(current))];
        }

        return reference.Kind is { } kind && !CanBe(current, kind) ? [ModelProblems.OtherKind(current, kind)] : [];
    }

    // A service of the application and one outside of it can stand for each other.
    private static bool CanBe(IResource current, Type kind) => kind.IsInstanceOfType(current) || (current switch
    {
        ExternalServiceResource => kind == typeof(IResourceWithEndpoints),
        IValueProvider => kind == typeof(ExternalServiceResource),
        IResourceWithEndpoints => kind == typeof(ExternalServiceResource) && current.Annotations.OfType<EndpointAnnotation>().Any(e => e.IsHttp),
        _ => false,
    });

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
    }

    private static IEnumerable<ModelProblem> HealthChecks(IResource resource)
    {
        EndpointAnnotation[] endpoints = [.. resource.Annotations.OfType<EndpointAnnotation>()];
        foreach (HttpHealthCheckAnnotation check in resource.Annotations.OfType<HttpHealthCheckAnnotation>())
        {
            EndpointAnnotation? named = endpoints.FirstOrDefault(e => ResourceName.Comparer.Equals(e.Name, check.EndpointName));
            if (check.EndpointName is null)
            {
                if (!endpoints.Any(e => e.IsHttp))
                {
                    yield return ModelProblems.NoHttpEndpoint(resource.Name, ModelProblems.EndpointNames(resource));
                }
            }
            else if (named is null)
            {
                yield return ModelProblems.UnknownEndpoint(resource.Name, check.EndpointName, ModelProblems.EndpointNames(resource));
            }
            else if (!named.IsHttp)
            {
                yield return ModelProblems.NotHttp(resource.Name, named.Name, named.UriScheme);
            }
        }
    }

    private static IEnumerable<ModelProblem> OwnChecks(ApplicationModel model, IResource resource) =>
        resource.Annotations.OfType<IModelCheck>()
            .Concat(resource is IModelCheck own ? [own] : [])
            .SelectMany(check => check.Check(model, resource));
}
