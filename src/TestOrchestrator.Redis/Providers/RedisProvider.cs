using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Redis.Providers;

/// <summary>Runs a Redis server as a process of the application's own.</summary>
internal sealed class RedisProvider : IResourceProvider
{
    public static RedisProvider Instance { get; } = new();

    public string? WhyNot(IResource resource, Lane lane) => ContainerLanes.WhyNot(resource, lane, "start with an empty server");

    public IResourceRuntime Create(ResourceContext context) => new RedisRuntime(context);
}
