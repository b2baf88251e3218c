using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Runs a PostgreSQL database.</summary>
internal sealed class PostgresDatabaseProvider : IResourceProvider
{
    public static PostgresDatabaseProvider Instance { get; } = new();

    public string? WhyNot(IResource resource, Lane lane) => ContainerLanes.WhyNot(resource, lane, "start from a migrated template");

    public IResourceRuntime Create(ResourceContext context) => new DatabaseRuntime(context);
}
