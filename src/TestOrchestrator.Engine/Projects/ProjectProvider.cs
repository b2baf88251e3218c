using System.Collections.Immutable;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.AppModel.Projects;
using TestOrchestrator.Engine.InProcess;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Projects;

/// <summary>Runs a .NET project: inside this process in the lane fast, as a process of its own in the others.</summary>
internal sealed class ProjectProvider : IResourceProvider
{
    // Measured: without profile-guided tiering a service answers its first request a tenth earlier, and tests rarely live long enough to
    // gain from it. Every host that watches its settings takes an inotify instance, of which a user has 128.
    private static readonly ImmutableDictionary<string, string> s_defaults = ImmutableDictionary<string, string>.Empty
        .Add("DOTNET_TieredPGO", "0")
        .Add("DOTNET_hostBuilder__reloadConfigOnChange", "false");

    public static ProjectProvider Instance { get; } = new();

    public string? WhyNot(IResource resource, Lane lane) => null;

    public IResourceRuntime Create(ResourceContext context)
    {
        ProjectResource project = (ProjectResource)context.Resource;
        ProcessRuntime process = new(context, async token => new()
        {
            Program = DotnetHost.Path,
            Arguments = ["exec", await ProjectTarget.FindAsync(context, token).ConfigureAwait(false)],
            WorkingDirectory = project.ProjectDirectory,
            Defaults = s_defaults.SetItems(await ServiceCertificate.VariablesAsync(context, token).ConfigureAwait(false)),
        });
        return context.Lane == Lane.Fast ? new InProcessRuntime(context, process) : process;
    }
}
