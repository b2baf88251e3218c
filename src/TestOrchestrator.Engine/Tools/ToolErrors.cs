using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tools;

/// <summary>The errors of tools, TO15xx.</summary>
internal static class ToolErrors
{
    public static EngineException NotThere(ToolDefinition tool, IEnumerable<string> tried) => new(
        "TO1504",
        $"{string.Join(" and ", tool.Programs.Select(p => $"'{p}'"))} not found, and could not be fetched.{string.Concat(tried.Select(t => $"{Environment.NewLine}  {t}"))}{Environment.NewLine}{tool.Help} Or set {tool.Variable} to the directory that has them.");

    public static EngineException VariableIsWrong(ToolDefinition tool, string directory) => new(
        "TO1505",
        $"{tool.Variable} is '{directory}', which does not have {string.Join(" and ", tool.Programs.Select(p => $"'{p}'"))}.");

    public static EngineException Failed(string what, string how, string output) => new(
        "TO1506",
        $"{what} failed: it {how}. {output}");

    public static EngineException WrongChecksum(string file, string expected, string seen) => new(
        "TO1507",
        $"'{file}' is not what it should be: its SHA-512 is {seen} instead of {expected}. It was not used.");

    public static EngineException WithoutProgram(string package, string program, string directory) => new(
        "TO1508",
        $"The package '{package}' does not have '{program}'; remove '{directory}' to fetch it again.");
}
