using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Processes;

/// <summary>Runs a program as a process, in every lane.</summary>
internal sealed class ExecutableProvider : IResourceProvider
{
    public static ExecutableProvider Instance { get; } = new();

    public string? WhyNot(IResource resource, Lane lane) => null;

    public IResourceRuntime Create(ResourceContext context) => new ProcessRuntime(context, _ =>
    {
        ExecutableResource executable = (ExecutableResource)context.Resource;
        return Task.FromResult(new ProcessCommand
        {
            Program = ProgramPath.Resolve(executable.Command, executable.WorkingDirectory)
                ?? throw ProcessErrors.ProgramNotFound(context.Name, executable.Command, executable.WorkingDirectory),
            WorkingDirectory = executable.WorkingDirectory,
        });
    });
}
