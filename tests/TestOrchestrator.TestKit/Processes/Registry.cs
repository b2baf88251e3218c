using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>Skips tests that need a package registry where there is none to be reached, and says why.</summary>
public static class Registry
{
    // What npm (node) and apt say when names cannot be resolved or nobody answers.
    private static readonly string[] s_offline = ["EAI_AGAIN", "ENOTFOUND", "ENETUNREACH", "ETIMEDOUT", "Temporary failure resolving", "Could not connect to", "Could not resolve"];

    /// <summary>Skips the test if a client is not installed.</summary>
    public static void AssertHas(params string[] clients)
    {
        if (Array.Find(clients, c => ProgramPath.InPath(c) is null) is { } missing)
        {
            Assert.Inconclusive($"This machine has no '{missing}'.");
        }
    }

    /// <summary>Skips the test if a scene failed because there is no network.</summary>
    public static void AssertReached(OtherProcessResult result)
    {
        if (result.ExitCode != 0 && Array.Find(s_offline, o => result.Errors.Contains(o, StringComparison.Ordinal)) is { } sign)
        {
            Assert.Inconclusive($"The package registry cannot be reached ({sign}): {result.Errors}");
        }
    }
}
