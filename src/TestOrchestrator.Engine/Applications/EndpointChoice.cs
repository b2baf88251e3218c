using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.ConnectionStrings;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Applications;

/// <summary>Finds what a test means when it names a resource and perhaps an endpoint.</summary>
internal static class EndpointChoice
{
    public static string Of(IResource resource, string? asked)
    {
        EndpointAnnotation[] all = [.. resource.Annotations.OfType<EndpointAnnotation>()];
        EndpointAnnotation? found = asked is not null
            ? all.FirstOrDefault(e => ResourceName.Comparer.Equals(e.Name, asked))
            : all.OrderBy(e => e.UriScheme switch { "http" => 0, "https" => 1, _ => 2 }).FirstOrDefault();
        return found?.Name ?? throw new EngineException(
            "TO1410",
            all.Length == 0
                ? $"Resource '{resource.Name}' has no endpoints. Add one with WithHttpEndpoint or WithEndpoint, or give its project a launch profile with an applicationUrl."
                : $"Resource '{resource.Name}' has no endpoint '{asked}'. It declares: {string.Join(", ", all.Select(e => $"'{e.Name}'"))}.");
    }

    public static IResourceWithConnectionString WithConnectionString(IResource resource) => resource as IResourceWithConnectionString
        ?? throw new EngineException("TO1411", $"Resource '{resource.Name}' is a {resource.GetType().Name} and has no connection string.");
}
