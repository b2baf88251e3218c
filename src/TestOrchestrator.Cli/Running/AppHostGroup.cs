using System.Collections.Immutable;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Cli.Running;

/// <summary>Makes the directory of a group of which an app host is the only process.</summary>
internal static class AppHostGroup
{
    private const string ProcessName = "app-host";

    // As long as .NET's host gives itself. In that time an app host ends its services one after the other, each with a limit of its own.
    private static readonly TimeSpan s_stopGrace = TimeSpan.FromSeconds(30);

    /// <returns>The directory of the group.</returns>
    public static async Task<string> CreateAsync(
        GroupStore store,
        AppHostProgram program,
        GroupOptions options,
        CancellationToken cancellationToken)
    {
        await program.BuildAsync(cancellationToken).ConfigureAwait(false);
        GroupProgram appHost = new()
        {
            Name = ProcessName,
            Command = DotnetHost.Path,
            Arguments = program.RunArguments(build: false),
            WorkingDirectory = Path.GetDirectoryName(program.Project)!,
            StopGrace = s_stopGrace,
            Environment = program.AllVariables,
        };
        string name = options.Name ?? Path.GetFileNameWithoutExtension(program.Project);
        return store.CreateOfProgram(appHost, options with { Name = name, Parameters = ImmutableDictionary<string, string>.Empty });
    }
}
