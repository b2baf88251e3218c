using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml;

/// <summary>The errors of TOML files, TO1801 to TO1804.</summary>
internal static class TomlErrors
{
    public static EngineException Syntax(string file, TextPosition at, string problem) => new("TO1801", $"{file}:{at}: {problem}");

    public static EngineException Redefined(string file, TextPosition at, string problem) => new("TO1802", $"{file}:{at}: {problem}");

    public static EngineException NotUtf8(string file, TextPosition at, byte seen) => new(
        "TO1803",
        $"{file}:{at}: The byte 0x{seen:X2} is not UTF-8 here. A TOML file is UTF-8; save it in that encoding.");

    public static EngineException Problems(string file, IReadOnlyList<TomlProblem> problems) => new(
        "TO1804",
        problems is [TomlProblem only]
            ? $"{file}:{only.Position}: {only.Text}"
            : $"{file} has {problems.Count} problems:{string.Concat(problems.Select(problem => $"{Environment.NewLine}  {file}:{problem.Position}: {problem.Text}"))}");
}
