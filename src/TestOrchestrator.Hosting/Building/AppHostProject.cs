using System.Reflection;

namespace TestOrchestrator.Hosting.Building;

/// <summary>The project that an app host is: its assembly, and the directory that its relative paths start from. Immutable.</summary>
internal sealed record AppHostProject
{
    private const string DirectoryKey = "TestOrchestrator.ProjectDirectory";

    public required Assembly Assembly { get; init; }

    public required string Directory { get; init; }

    public string Name => Assembly.GetName().Name ?? "apphost";

    public static AppHostProject OfEntryAssembly() => Of(Assembly.GetEntryAssembly()
        ?? throw new InvalidOperationException("There is no entry assembly: an app host is a program."));

    public static AppHostProject Of(Assembly assembly) => new() { Assembly = assembly, Directory = DirectoryOf(assembly) };

    /// <summary>Finds the directory of the project that an assembly was built from; that of the assembly, if the project is not on this machine.</summary>
    public static string DirectoryOf(Assembly assembly)
    {
        string? project = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == DirectoryKey)?.Value;
        return project is not null && System.IO.Directory.Exists(project) ? project : AppContext.BaseDirectory;
    }
}
