using System.CommandLine;

namespace TestOrchestrator.Cli.Output;

/// <summary>The options of every command.</summary>
internal static class GlobalOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON, and nothing else, on standard output.", Recursive = true };
}
