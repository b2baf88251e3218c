using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.InProcess;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Projects;

/// <summary>Runs a .NET program: inside this process in the lane fast, as a process of its own in the others. Immutable.</summary>
public sealed record DotnetServiceProvider : IUnitProvider
{
    // Measured: without profile-guided tiering a service answers its first request a tenth earlier, and tests rarely live long enough to
    // gain from it. Every host that watches its settings takes an inotify instance, of which a user has 128.
    private static readonly ImmutableDictionary<string, string> s_defaults = ImmutableDictionary<string, string>.Empty
        .Add("DOTNET_TieredPGO", "0")
        .Add("DOTNET_hostBuilder__reloadConfigOnChange", "false");

    /// <summary>Gets the project file.</summary>
    public required string ProjectPath { get; init; }

    /// <summary>Gets the assembly that the project builds.</summary>
    /// <value>Null: the project is built when it is first needed, once a run.</value>
    public string? TargetPath { get; init; }

    /// <summary>Gets the packages that each instance of the service has for itself when it runs inside this process.</summary>
    public ImmutableArray<string> PrivatePackages { get; init; } = [];

    /// <summary>Gets the directory of the project file, which is the service's working directory and content root.</summary>
    public string ProjectDirectory => Path.GetDirectoryName(ProjectPath)!;

    /// <inheritdoc/>
    public IEnumerable<DefinitionProblem> Problems(UnitDefinition unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return File.Exists(ProjectPath)
            ? []
            : [new() { Code = "TO1108", Unit = unit.Name, Message = $"The project file of '{unit.Name}' is not there: '{ProjectPath}'." }];
    }

    /// <inheritdoc/>
    public IUnitRuntime Create(UnitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ProcessRuntime process = new(context, async token => new()
        {
            Program = DotnetHost.Path,
            Arguments = ["exec", await ProjectTarget.FindAsync(context, this, token).ConfigureAwait(false)],
            WorkingDirectory = ProjectDirectory,
            Defaults = s_defaults,
        });
        return context.Lane == Lane.Fast ? new InProcessRuntime(context, this, process) : process;
    }
}
