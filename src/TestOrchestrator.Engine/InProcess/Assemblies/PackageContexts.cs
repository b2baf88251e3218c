using System.Collections.Concurrent;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>The packages that services of this process share. Thread-safe.</summary>
internal sealed class PackageContexts
{
    private readonly ConcurrentDictionary<string, Lazy<PackageContext>> _byKey = new(StringComparer.Ordinal);

    /// <summary>Gets the ones of the process: what is loaded belongs to the process, not to a run.</summary>
    public static PackageContexts OfProcess { get; } = new();

    public PackageContext Get(ProgramManifest manifest, Library package) =>
        _byKey.GetOrAdd(manifest.ShareKeyOf(package), _ => new(() => new(manifest, package, this))).Value;
}
