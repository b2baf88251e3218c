using System.Reflection;

namespace TestOrchestrator.Hosting.Runs;

/// <summary>Finds the directory of the project that an assembly was built from, which the build leaves in the assembly.</summary>
public static class ProjectDirectory
{
    private const string Key = "TestOrchestrator.ProjectDirectory";

    /// <summary>Finds the directory.</summary>
    /// <param name="assembly">The assembly of an app host or a test project.</param>
    /// <returns>The directory of the project file; that of the program, if the project is not on this machine.</returns>
    public static string Of(Assembly assembly)
    {
        string? project = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == Key)?.Value;
        return project is not null && Directory.Exists(project) ? project : AppContext.BaseDirectory;
    }
}
