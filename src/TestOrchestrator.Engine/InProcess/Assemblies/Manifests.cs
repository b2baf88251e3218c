using System.Collections.Concurrent;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>The manifests that were read already; a program that was built again is read again. Thread-safe.</summary>
internal static class Manifests
{
    private static readonly ConcurrentDictionary<string, Lazy<ProgramManifest>> s_read = new(StringComparer.Ordinal);

    public static ProgramManifest Of(string program) =>
        s_read.GetOrAdd($"{program}|{File.GetLastWriteTimeUtc(program).Ticks}", _ => new(() => ProgramManifest.Read(program))).Value;
}
