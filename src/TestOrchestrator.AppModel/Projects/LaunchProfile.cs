using System.Collections.Immutable;

namespace TestOrchestrator.AppModel.Projects;

/// <summary>One profile of a project's <c>Properties/launchSettings.json</c>.</summary>
internal sealed record LaunchProfile
{
    public required string Name { get; init; }

    public string CommandName { get; init; } = "";

    public string CommandLineArgs { get; init; } = "";

    public string ApplicationUrl { get; init; } = "";

    public ImmutableDictionary<string, string> EnvironmentVariables { get; init; } = ImmutableDictionary<string, string>.Empty;
}
