using System.Reflection;
using System.Runtime.Loader;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Holds the user's own assemblies of a program, of one instance that runs or of all of them. The framework is the process's, packages are
/// shared unless the app host says otherwise, and nothing of the test host is visible.
/// </summary>
internal sealed class ServiceContext(ProgramManifest manifest, PrivatePackages packages, bool isCollectible) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(manifest.Program), isCollectible)
{
    /// <summary>Gets whether nothing runs in it any more.</summary>
    public bool HasEnded { get; private set; }

    public void End()
    {
        HasEnded = true;
        Unload();
    }

    public Assembly LoadProgram() => LoadFromAssemblyPath(manifest.Program);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name!;
        if (FrameworkAssemblies.Contains(name))
        {
            return null;
        }

        if (manifest.PackageOf(name) is { } package && !packages.Contain(package))
        {
            return PackageContexts.OfProcess.Get(manifest, package).LoadFromAssemblyName(assemblyName);
        }

        if (manifest.Resolver.ResolveAssemblyToPath(assemblyName) is { } path)
        {
            return LoadFromAssemblyPath(path);
        }

        // Returning null would let the test host's own assemblies answer. Resources of other languages are looked for and rarely there.
        return name.EndsWith(".resources", StringComparison.Ordinal)
            ? null
            : throw new FileNotFoundException($"'{assemblyName}' is not among the files of '{manifest.Program}'.", name);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        manifest.Resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
