using System.Reflection;
using TestOrchestrator.Hosting.Runs;

namespace TestOrchestrator.Hosting.Building;

/// <summary>The project that an app host is: its assembly, and the directory that its relative paths start from. Immutable.</summary>
internal sealed record AppHostProject
{
    public required Assembly Assembly { get; init; }

    public required string Directory { get; init; }

    public string Name => Assembly.GetName().Name ?? "apphost";

    public static AppHostProject OfEntryAssembly() => Of(Assembly.GetEntryAssembly()
        ?? throw new InvalidOperationException("There is no entry assembly: an app host is a program."));

    public static AppHostProject Of(Assembly assembly) => new() { Assembly = assembly, Directory = ProjectDirectory.Of(assembly) };
}
