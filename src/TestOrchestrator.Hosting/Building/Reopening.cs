using Microsoft.Extensions.Configuration;
using TestOrchestrator.Engine.Applications;

namespace TestOrchestrator.Hosting.Building;

/// <summary>Continues an application that a test run has kept: <c>--reopen</c> and its directory.</summary>
internal static class Reopening
{
    private const string Option = "reopen";

    /// <summary>Finds what is to be continued; null if nothing is.</summary>
    public static KeptApplication? Of(IReadOnlyList<string> args) =>
        new ConfigurationBuilder().AddCommandLine([.. args]).Build()[Option] is { Length: > 0 } directory ? KeptApplication.Read(directory) : null;

    /// <summary>Adds the arguments that shaped the application when it was kept.</summary>
    public static IReadOnlyList<string> WithArgsOf(IReadOnlyList<string> args) => Of(args) is { } kept ? [.. args, .. kept.Args] : args;
}
