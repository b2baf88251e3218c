using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Resources;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Runs a PostgreSQL database: a copy of a template in the lane fast, a part of its server's data in the others.</summary>
internal sealed class PostgresDatabaseProvider : IResourceProvider
{
    public static PostgresDatabaseProvider Instance { get; } = new();

    public string? WhyNot(IResource resource, Lane lane) => PostgresLanes.WhyNot(resource, lane);

    // Where the server is, its databases are, whatever lane they are pinned to.
    public IResourceRuntime Create(ResourceContext context) =>
        ((PostgresDatabaseResource)context.Resource).Server.GetLane(context.Lane) == Lane.Fast ? new CloneRuntime(context) : new ContainedRuntime();
}
