using TestOrchestrator.AppModel.Arguments;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.References;
using TestOrchestrator.AppModel.Validation;
using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.AppModel.Executables;

/// <summary>A program that the application runs as a process.</summary>
public sealed class ExecutableResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport, IModelCheck
{
    internal ExecutableResource(string name, string command, string workingDirectory)
        : base(name)
    {
        Command = command;
        WorkingDirectory = workingDirectory;
    }

    /// <summary>Gets the program: a name that is looked for in PATH, or a path that starts at the working directory.</summary>
    public string Command { get; }

    /// <summary>Gets the full path of the working directory.</summary>
    public string WorkingDirectory { get; }

    IEnumerable<ModelProblem> IModelCheck.Check(ApplicationModel model, IResource resource)
    {
        if (string.IsNullOrWhiteSpace(Command))
        {
            yield return ModelProblems.NoCommand(Name);
        }

        if (!Directory.Exists(WorkingDirectory))
        {
            yield return ModelProblems.MissingDirectory(Name, "working directory", WorkingDirectory);
        }
    }
}
