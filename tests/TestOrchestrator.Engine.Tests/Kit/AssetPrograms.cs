using System.Globalization;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>The programs below tests/Assets, which are built with this project.</summary>
internal static class AssetPrograms
{
    // …/.artifacts/bin/TestOrchestrator.Engine.Tests/debug/
    private static readonly DirectoryInfo s_here = new(AppContext.BaseDirectory);

    private static readonly string s_repository = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    public static string ProjectOf(string name) => Path.Combine(s_repository, "tests", "Assets", name, $"{name}.csproj");

    public static string TargetOf(string name) => Path.GetFullPath(Path.Combine(s_here.FullName, "..", "..", name, s_here.Name, $"{name}.dll"));

    /// <summary>Runs the program that owns a run, in this process's environment and what is added to it.</summary>
    public static RunningProgram StartOwner(IReadOnlyDictionary<string, string?>? environment, params IReadOnlyCollection<string> arguments) =>
        RunningProgram.Start(DotnetHost.Path, ["exec", TargetOf("EngineOwner"), .. arguments], environment);

    /// <summary>Runs the program that owns a run under another one, such as <c>setpriv --reuid=65534</c>.</summary>
    public static RunningProgram StartOwnerUnder(IReadOnlyList<string> wrapper, IReadOnlyDictionary<string, string?>? environment, params IReadOnlyCollection<string> arguments)
    {
        string[] command = [.. wrapper, DotnetHost.Path, "exec", TargetOf("EngineOwner"), .. arguments];
        return RunningProgram.Start(command[0], command[1..], environment);
    }

    public static string Text(this int number) => number.ToString(CultureInfo.InvariantCulture);
}
