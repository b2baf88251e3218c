using System.Collections;
using System.Collections.Immutable;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Processes;

/// <summary>The environment that every process of a run starts from.</summary>
internal static class RunVariables
{
    /// <summary>The mark by which a process is found when everything else is gone.</summary>
    public const string RunId = "TESTORCHESTRATOR_RUN";

    /// <summary>
    /// Gets the variables that say where to listen, which container images set for every service of theirs: here the model says it.
    /// </summary>
    public static ImmutableArray<string> WhereToListen { get; } =
        ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_URLS", "DOTNET_HTTP_PORTS", "DOTNET_HTTPS_PORTS"];

    // Of the test host and of the build that started it; a service that inherited them would behave as a part of those.
    private static readonly string[] s_notForChildren =
    [
        "TESTINGPLATFORM_", "MSBUILD", "MSBuild", "_MSBUILD", "DOTNET_CLI_", "DOTNET_STARTUP_HOOKS", "DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION",
        "TESTORCHESTRATOR_", "VSTEST_", .. WhereToListen,
    ];

    public static IReadOnlyDictionary<string, string> For(RunId run, StateDirectory state)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (!Array.Exists(s_notForChildren, prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                variables[name] = (string?)variable.Value ?? "";
            }
        }

        variables[RunId] = run.ToString();

        // Sockets and temporary files of a process that is killed go with the state directory.
        variables["TMPDIR"] = state.Temporary;
        return variables;
    }
}
