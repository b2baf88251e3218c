using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Hosting.Runs;

/// <summary>Chooses the lane of a run: what was asked for, else the environment, else the configuration, else <c>fast</c>.</summary>
public static class LaneChoice
{
    /// <summary>The environment variable that names the lane.</summary>
    public const string Variable = "TESTORCHESTRATOR_LANE";

    /// <summary>Chooses a lane.</summary>
    /// <param name="asked">What the option <c>--lane</c> says; null if it was not given.</param>
    /// <param name="configured">What a configuration file says; null if it does not.</param>
    /// <returns>The lane.</returns>
    /// <exception cref="ArgumentException">There is no such lane; the message says where it was named.</exception>
    public static Lane Of(string? asked, string? configured = null) => Find(asked, configured) ?? Lane.Fast;

    /// <summary>Finds the lane that something asks for.</summary>
    /// <returns>The lane; null if nothing does.</returns>
    internal static Lane? Find(string? asked, string? configured) => Find(asked, Environment.GetEnvironmentVariable(Variable), configured);

    internal static Lane? Find(string? asked, string? environment, string? configured)
    {
        (string? text, string where) = asked is not null ? (asked, "--lane")
            : environment is { Length: > 0 } ? (environment, Variable)
            : (configured, "the configuration");
        return text is null ? null
            : Lane.TryParse(text, out Lane lane) ? lane
            : throw new ArgumentException($"TO1704: '{text}' ({where}) is not a lane. The lanes are {string.Join(", ", Lane.All.Select(l => $"'{l}'"))}.");
    }
}
