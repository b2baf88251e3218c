using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Validation;
using TestOrchestrator.Postgres.Migrations;

namespace TestOrchestrator.Postgres.Resources;

/// <summary>SQL files that are run once when a server is made.</summary>
internal sealed record InitFilesAnnotation : IResourceAnnotation, IModelCheck
{
    public required string Directory { get; init; }

    public IEnumerable<ModelProblem> Check(ApplicationModel model, IResource resource) => SqlFiles.Problems(Directory, "init files", resource.Name);
}
