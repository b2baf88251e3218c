using System.Diagnostics;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Engine.Nurseries;

/// <summary>Writes the nursery, which travels inside this assembly, to the state directory, and makes the command that runs it.</summary>
internal static class NurseryProgram
{
    private const string Resource = "nursery.dll";

    // Small and quiet: no diagnostics socket in the temporary directory, no tiering for a loop that mostly waits.
    private const string RuntimeConfig = """
        {
          "runtimeOptions": {
            "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" },
            "rollForward": "LatestMajor",
            "configProperties": {
              "System.GC.Concurrent": false,
              "System.GC.HeapCount": 1,
              "System.GC.ConserveMemory": 5,
              "System.Globalization.Invariant": true,
              "System.Runtime.TieredPGO": false
            }
          }
        }
        """;

    public static ProcessStartInfo Unpack(NurseryOptions options)
    {
        string program = Path.Combine(options.StateDirectory, Resource);
        using (Stream packed = typeof(NurseryProgram).Assembly.GetManifestResourceStream(Resource)!)
        using (FileStream file = File.Create(program))
        {
            packed.CopyTo(file);
        }

        File.WriteAllText(Path.ChangeExtension(program, ".runtimeconfig.json"), RuntimeConfig);

        ProcessStartInfo start = new(DotnetHost.Path)
        {
            ArgumentList = { "exec", program, options.LockFile, options.StateDirectory, options.EventsFile },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment.Remove("DOTNET_STARTUP_HOOKS");
        return start;
    }
}
