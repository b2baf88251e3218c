namespace TestOrchestrator.AppModel.Projects;

internal sealed record ProjectMetadata : IProjectMetadata
{
    public required string ProjectPath { get; init; }
}
