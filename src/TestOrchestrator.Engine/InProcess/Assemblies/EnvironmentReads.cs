using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Looks for code that reads environment variables when a service may have started, and would see those of the test process. When code
/// runs cannot be told from it in general; what runs before the host does is what the entry point calls, directly or through others that
/// only it calls.
/// </summary>
internal static class EnvironmentReads
{
    private static readonly HashSet<string> s_methods = new(StringComparer.Ordinal) { "GetEnvironmentVariable", "GetEnvironmentVariables", "ExpandEnvironmentVariables" };

    /// <summary>Tells whether an assembly reads environment variables at all.</summary>
    public static bool AreIn(MetadataReader metadata) => metadata.MemberReferences.Any(handle => MethodName.TryOf(metadata, handle) is { } name && IsRead(name));

    /// <summary>Finds the methods of a program whose reads may be late.</summary>
    public static IReadOnlyList<string> FindLate(IEnumerable<string> assemblies)
    {
        CallGraph graph = new();
        foreach (string path in assemblies)
        {
            using FileStream stream = File.OpenRead(path);
            using PEReader assembly = new(stream);
            if (assembly.HasMetadata)
            {
                graph.Add(assembly);
            }
        }

        return [.. graph.FindLateCallers(IsRead).Select(m => $"{m}").Distinct()];
    }

    private static bool IsRead(MethodName name) => name.Type == "System.Environment" && s_methods.Contains(name.Method);
}
