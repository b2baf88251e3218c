using System.Text.Json;

namespace TestOrchestrator.Engine.Runs;

/// <summary>Writes <c>run.json</c>: what the run is, for whoever reads its directory. The format has a version.</summary>
internal static class RunFile
{
    private const int Version = 1;

    public static void Write(string path, EngineRun run, string stateDirectory)
    {
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file, new() { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("id", run.Id.ToString());
        json.WriteString("name", run.Options.Name);
        json.WriteString("started", run.Options.TimeProvider.GetUtcNow().UtcDateTime);
        json.WriteString("lane", run.Options.Lane.ToString());
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteString("machine", Environment.MachineName);
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteString("stateDirectory", stateDirectory);
        json.WriteEndObject();
    }
}
