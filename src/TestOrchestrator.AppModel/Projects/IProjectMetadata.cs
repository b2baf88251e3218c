namespace TestOrchestrator.AppModel.Projects;

/// <summary>Where a .NET project is. The build generates one class in the namespace <c>Projects</c> for each project that an app host references.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>Gets the full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Gets the full path of the assembly that the project builds.</summary>
    /// <value>Null if it is not known before the project is built.</value>
    string? TargetPath => null;
}
