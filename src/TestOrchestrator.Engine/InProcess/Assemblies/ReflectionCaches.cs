using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.Loader;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Makes the framework forget types. System.Text.Json and others cache what they learned of a type, which keeps the context of a service
/// that has ended in memory. Hot reload has handlers that empty these caches, so they are called here; it takes a while, hence in batches.
/// </summary>
internal static class ReflectionCaches
{
    private const int Batch = 16;
    private static int s_ended;

    /// <summary>Counts one more context that has ended, and empties the caches when enough have.</summary>
    public static void ContextEnded()
    {
        if (Interlocked.Increment(ref s_ended) % Batch == 0)
        {
            Forget();
        }
    }

    /// <summary>Empties the caches.</summary>
    public static void Forget()
    {
        foreach (Assembly assembly in AssemblyLoadContext.Default.Assemblies)
        {
            foreach (MetadataUpdateHandlerAttribute handler in assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>())
            {
                MethodInfo? clear = handler.HandlerType.GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Type[])]);
                clear?.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [null], null);
            }
        }

        TypeCaches.Forget();
    }
}
