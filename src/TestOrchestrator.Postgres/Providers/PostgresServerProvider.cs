using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Runs a PostgreSQL server: a front door of the shared one in the lane fast, one of its own in the others.</summary>
internal sealed class PostgresServerProvider : IResourceProvider
{
    public static PostgresServerProvider Instance { get; } = new();

    public string? WhyNot(IResource resource, Lane lane) => ContainerLanes.WhyNot(resource, lane, "start from a migrated template");

    public IResourceRuntime Create(ResourceContext context) =>
        context.Lane == Lane.Fast ? new SharedServerRuntime(context) : new OwnServerRuntime(context);
}
