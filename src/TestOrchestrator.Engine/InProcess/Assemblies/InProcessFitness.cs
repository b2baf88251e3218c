using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>Judges from its files whether a program can run inside the test process. Thread-safe.</summary>
internal static class InProcessFitness
{
    private static readonly ConcurrentDictionary<string, string?> s_judged = new(StringComparer.Ordinal);

    /// <summary>Tells why a program must run as a process.</summary>
    /// <returns>The reason, as the end of a sentence that starts with "because"; null if it can run inside.</returns>
    public static string? WhyNot(ProgramManifest manifest) =>
        s_judged.GetOrAdd($"{manifest.Program}|{File.GetLastWriteTimeUtc(manifest.Program).Ticks}", _ => Judge(manifest));

    private static string? Judge(ProgramManifest manifest)
    {
        bool buildsHost = false;
        foreach (string path in Files(manifest))
        {
            using FileStream stream = File.OpenRead(path);
            using PEReader pe = new(stream);
            if (!pe.HasMetadata)
            {
                continue;
            }

            MetadataReader metadata = pe.GetMetadataReader();
            buildsHost |= path == manifest.Program && References(metadata).Any(r => r.Name is { } n && (n.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal) || n.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)));
            if (References(metadata).FirstOrDefault(r => FrameworkAssemblies.Contains(r.Name!) && !FrameworkAssemblies.Has(r)) is { } newer)
            {
                return $"it needs {newer.Name} {newer.Version}, and the framework of the test process is older";
            }

            if (EndsProcess(metadata) is { } call)
            {
                return $"{Path.GetFileName(path)} calls {call}, which would end the test process with it";
            }
        }

        return buildsHost ? null : "it does not reference Microsoft.Extensions.Hosting, so nothing would tell when it has started";
    }

    private static IEnumerable<string> Files(ProgramManifest manifest) =>
        manifest.PrivateAssemblies
            .Select(name => manifest.Resolver.ResolveAssemblyToPath(new AssemblyName(name)))
            .OfType<string>()
            .Append(manifest.Program)
            .Distinct(StringComparer.Ordinal);

    private static IEnumerable<AssemblyName> References(MetadataReader metadata) =>
        metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName());

    private static string? EndsProcess(MetadataReader metadata)
    {
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (metadata.GetString(member.Name) is ("Exit" or "FailFast") and string method
                && member.Parent.Kind == HandleKind.TypeReference
                && metadata.GetTypeReference((TypeReferenceHandle)member.Parent) is { } type
                && metadata.GetString(type.Name) == nameof(Environment)
                && metadata.GetString(type.Namespace) == nameof(System))
            {
                return $"Environment.{method}";
            }
        }

        return null;
    }
}
