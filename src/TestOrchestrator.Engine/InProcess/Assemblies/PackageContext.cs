using System.Reflection;
using System.Runtime.Loader;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Holds one package, in one version with one set of dependencies, for every service of the process that uses just that. It is never
/// unloaded: code that can be unloaded is never precompiled, and compiling Npgsql for each app costs a third of a second.
/// </summary>
internal sealed class PackageContext : AssemblyLoadContext
{
    private readonly ProgramManifest _manifest;
    private readonly Library _package;
    private readonly PackageContexts _all;

    public PackageContext(ProgramManifest manifest, Library package, PackageContexts all)
        : base(package.Id, isCollectible: false)
    {
        _manifest = manifest;
        _package = package;
        _all = all;
    }

    public Assembly? LoadOwn(AssemblyName name) =>
        _manifest.Resolver.ResolveAssemblyToPath(name) is { } path ? LoadFromAssemblyPath(path) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (FrameworkAssemblies.Contains(assemblyName.Name!))
        {
            return null;
        }

        return _manifest.PackageOf(assemblyName.Name!) switch
        {
            // As for a service itself: the test host's own assemblies must not answer.
            null => assemblyName.Name!.EndsWith(".resources", StringComparison.Ordinal)
                ? null
                : throw new FileNotFoundException($"'{assemblyName}' is not among the files of '{_manifest.Program}'.", assemblyName.Name),
            { } own when own.Id == _package.Id => LoadOwn(assemblyName),
            { } other => _all.Get(_manifest, other).LoadFromAssemblyName(assemblyName),
        };
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _manifest.Resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
