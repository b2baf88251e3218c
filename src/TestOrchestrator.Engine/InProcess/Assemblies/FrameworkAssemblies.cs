using System.Reflection;
using System.Runtime.Loader;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>The assemblies of the shared frameworks that this process runs on. Every service in the process uses these same ones.</summary>
internal static class FrameworkAssemblies
{
    private static readonly Dictionary<string, string> s_paths = Find();

    public static bool Contains(string name) => s_paths.ContainsKey(name);

    /// <summary>Tells whether this process has a framework assembly in at least a version.</summary>
    public static bool Has(AssemblyName wanted) =>
        s_paths.ContainsKey(wanted.Name!)
        && AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(wanted.Name!)).GetName().Version >= (wanted.Version ?? new Version());

    // …/shared/Microsoft.NETCore.App/10.0.12/*.dll, …/shared/Microsoft.AspNetCore.App/10.0.12/*.dll
    private static Dictionary<string, string> Find()
    {
        string trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        string[] all = trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] frameworks = [.. all.Where(p => Path.GetFileName(p) is "System.Private.CoreLib.dll" or "Microsoft.AspNetCore.dll").Select(p => Path.GetDirectoryName(p)!)];
        return frameworks
            .SelectMany(directory => Directory.EnumerateFiles(directory, "*.dll"))
            .ToLookup(path => Path.GetFileNameWithoutExtension(path)!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);
    }
}
