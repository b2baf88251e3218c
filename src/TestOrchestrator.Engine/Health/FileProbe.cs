using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Health;

/// <summary>Looks once whether a file is there.</summary>
internal static class FileProbe
{
    public static Observation Look(string path) => File.Exists(path) ? Observation.Satisfied
        : Observation.NotYet(Directory.Exists(path) ? $"a directory at '{path}' where a file should be" : $"no file '{path}'");
}
