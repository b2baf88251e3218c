using TestOrchestrator.AppModel.ConnectionStrings;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.ExternalServices;
using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.AppModel.References;
using TestOrchestrator.AppModel.Relations;
using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.AppModel.Validation;

/// <summary>Lists what a resource refers to, through expressions of expressions.</summary>
internal static class ReferenceWalk
{
    public static IEnumerable<ModelReference> Of(IResource resource) =>
    [
        .. resource.Annotations.OfType<WaitAnnotation>().Select(w => new ModelReference { Target = w.Resource, How = w.Condition.Method() }),
        .. OfValues(resource),
    ];

    /// <summary>Lists what the values of a resource are made of, and not what it only waits for.</summary>
    public static IEnumerable<ModelReference> OfValues(IResource resource) =>
        resource.Annotations.OfType<ReferenceAnnotation>().SelectMany(r => Of(r.Value, r.How));

    private static IEnumerable<ModelReference> Of(object value, string how) => value switch
    {
        ConnectionStringReference connection => [new() { Target = connection.Resource, How = how, Kind = typeof(IResourceWithConnectionString), IsOptional = connection.IsOptional }],
        EndpointReference endpoint => [new() { Target = endpoint.Resource, How = how, Endpoint = endpoint.EndpointName }],
        ParameterResource parameter => [new() { Target = parameter, How = how, Kind = typeof(ParameterResource) }],
        ExternalServiceResource service => [new() { Target = service, How = how, Kind = typeof(ExternalServiceResource) }],
        IResourceWithServiceDiscovery service => [new() { Target = service, How = how, Kind = typeof(IResourceWithEndpoints) }],
        IResource resource => [new() { Target = resource, How = how }],
        IValueWithReferences nested => nested.References.SelectMany(r => Of(r, how)),
        _ => [],
    };
}
