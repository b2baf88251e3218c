using TestOrchestrator.AppModel.Arguments;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.References;
using TestOrchestrator.AppModel.Validation;
using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.AppModel.Projects;

/// <summary>A .NET project that the application runs.</summary>
public sealed class ProjectResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport, IModelCheck
{
    internal ProjectResource(string name)
        : base(name)
    {
    }

    /// <summary>Gets where the project is.</summary>
    public IProjectMetadata Metadata => Annotations.OfType<IProjectMetadata>().Last();

    /// <summary>Gets the directory of the project file; the project's content root and working directory.</summary>
    public string ProjectDirectory => Path.GetDirectoryName(Metadata.ProjectPath)!;

    IEnumerable<ModelProblem> IModelCheck.Check(ApplicationModel model, IResource resource) =>
        File.Exists(Metadata.ProjectPath) ? [] : [ModelProblems.MissingProject(Name, Metadata.ProjectPath)];
}
