using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.Postgres.Migrations;

/// <summary>SQL files that make the schema of a database.</summary>
internal sealed record MigrationsAnnotation : IResourceAnnotation, IModelCheck
{
    public required string Directory { get; init; }

    public IEnumerable<ModelProblem> Check(ApplicationModel model, IResource resource) => SqlFiles.Problems(Directory, "migrations", resource.Name);
}
