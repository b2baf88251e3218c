using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Relations;
using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.AppModel.Validation;

/// <summary>Lists what a resource refers to, through expressions of expressions.</summary>
internal static class ReferenceWalk
{
    public static IEnumerable<(IResource Target, string? Endpoint, string How)> Of(IResource resource) =>
        resource.Annotations.OfType<WaitAnnotation>().Select(w => (w.Resource, (string?)null, w.Condition.Method()))
            .Concat(resource.Annotations.OfType<ReferenceAnnotation>().SelectMany(r => Targets(r.Value).Select(t => (t.Target, t.Endpoint, r.How))))
            .Distinct();

    private static IEnumerable<(IResource Target, string? Endpoint)> Targets(object value) => value switch
    {
        IResource resource => [(resource, null)],
        EndpointReference endpoint => [(endpoint.Resource, endpoint.EndpointName)],
        IValueWithReferences nested => nested.References.SelectMany(Targets),
        _ => [],
    };
}
