using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace TestOrchestrator.AppModel.Projects;

/// <summary>One profile of a project's <c>Properties/launchSettings.json</c>.</summary>
internal sealed record LaunchProfile
{
    public required string Name { get; init; }

    public string CommandName { get; init; } = "";

    public string CommandLineArgs { get; init; } = "";

    public string ApplicationUrl { get; init; } = "";

    public ImmutableDictionary<string, string> EnvironmentVariables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Reads the addresses of <see cref="ApplicationUrl"/>; one that cannot be read has none.</summary>
    public IEnumerable<(string Text, BindingAddress? Address)> Addresses() =>
        ApplicationUrl.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => (text, Parse(text)));

    private static BindingAddress? Parse(string text)
    {
        try
        {
            return BindingAddress.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
