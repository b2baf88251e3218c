using System.Collections.Concurrent;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Gives each instance of a program a context to load it in. A program without static state is loaded once in the process: instances could
/// not tell, and its code is compiled once instead of for each app. Any other, and one that has packages for itself, is loaded for each
/// instance, and unloaded with it. Thread-safe.
/// </summary>
internal static class ServiceContexts
{
    private static readonly ConcurrentDictionary<ProgramManifest, Lazy<ServiceContext>> s_shared = new();

    /// <summary>Gets a context.</summary>
    public static ServiceContext Get(ProgramManifest manifest, PrivatePackages packages) => manifest.Judgement.StaticState is null && packages.Names.IsEmpty
        ? s_shared.GetOrAdd(manifest, m => new(() => new(m, packages, isCollectible: false))).Value
        : new(manifest, packages, isCollectible: true);

    /// <summary>Tells that an instance does not need its context any more.</summary>
    public static void Return(ServiceContext context)
    {
        if (context.IsCollectible)
        {
            context.End();
            ReflectionCaches.ContextEnded();
        }
    }
}
