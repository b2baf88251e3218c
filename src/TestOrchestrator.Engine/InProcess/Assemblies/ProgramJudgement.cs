using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using TestOrchestrator.Engine.InProcess.Surroundings;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>What the files of a program say about how it can run. Immutable.</summary>
internal sealed record ProgramJudgement
{
    /// <summary>
    /// Why it must run as a process, as the end of a sentence that starts with "because"; null if it can run inside the test process.
    /// </summary>
    public required string? WhyNotInProcess { get; init; }

    /// <summary>The first static state of the user's own assemblies that was found; null if there is none.</summary>
    public required string? StaticState { get; init; }

    /// <summary>
    /// A method of the user's own that may read environment variables after the service has started; null if there is none.
    /// </summary>
    public required string? LateRead { get; init; }

    /// <summary>The file of the user's own that makes providers of OpenTelemetry itself, and not by its host; null if none does.</summary>
    public string? OwnTelemetry { get; init; }

    public static ProgramJudgement Judge(ProgramManifest manifest)
    {
        if (manifest.PackageOf("Orleans.Serialization") is not null)
        {
            return Unfit("Orleans looks for its types among all assemblies of the process, and would find those of other applications, too");
        }

        if (!RuntimeSettings.HasSameCultures(manifest.Program))
        {
            return Unfit("either it or the test process is built with InvariantGlobalization, and the other is not");
        }

        bool buildsHost = false;
        string? state = null;
        string? settable = null;
        bool isSet = false;
        bool reads = false;
        string? telemetry = null;
        foreach (string path in Files(manifest))
        {
            using FileStream stream = File.OpenRead(path);
            using PEReader assembly = new(stream);
            if (!assembly.HasMetadata)
            {
                continue;
            }

            MetadataReader metadata = assembly.GetMetadataReader();
            buildsHost |= path == manifest.Program && References(metadata).Any(r => r.Name is { } n && (n.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal) || n.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)));
            if (References(metadata).FirstOrDefault(r => FrameworkAssemblies.Contains(r.Name!) && !FrameworkAssemblies.Has(r)) is { } newer)
            {
                return Unfit($"it needs {newer.Name} {newer.Version}, and the framework of the test process is older");
            }

            if (ProcessWideCalls.Find(metadata) is { } does)
            {
                return Unfit($"{Path.GetFileName(path)} {does}");
            }

            telemetry ??= MakesProviders(metadata) ? Path.GetFileName(path) : null;
            reads = reads || EnvironmentReads.AreIn(metadata);
            state ??= Assemblies.StaticState.Find(assembly);
            settable ??= Assemblies.StaticState.FindSettable(assembly);
            isSet = isSet || (state is null && SettableObjects.AreChangedBy(assembly));
        }

        return buildsHost
            ? new()
            {
                WhyNotInProcess = null,
                StaticState = state ?? (isSet ? settable : null),
                LateRead = reads && EnvironmentReads.FindLate(Files(manifest)) is [string first, ..] ? first : null,
                OwnTelemetry = telemetry,
            }
            : Unfit("it does not reference Microsoft.Extensions.Hosting, so nothing would tell when it has started");
    }

    private static ProgramJudgement Unfit(string reason) => new() { WhyNotInProcess = reason, StaticState = null, LateRead = null };

    private static IEnumerable<string> Files(ProgramManifest manifest) =>
        manifest.PrivateAssemblies
            .Select(name => manifest.Resolver.ResolveAssemblyToPath(new AssemblyName(name)))
            .OfType<string>()
            .Append(manifest.Program)
            .Distinct(StringComparer.Ordinal);

    private static bool MakesProviders(MetadataReader metadata) =>
        metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Any(t => metadata.StringComparer.Equals(t.Name, "Sdk") && metadata.StringComparer.Equals(t.Namespace, "OpenTelemetry"));

    private static IEnumerable<AssemblyName> References(MetadataReader metadata) =>
        metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName());
}
