using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Secrets;

namespace EngineOwner;

/// <summary>Runs an application of one script, tells what came of it, and ends when it is told to. The script has a secret in its environment.</summary>
internal static class ApplicationOwner
{
    public static async Task RunAsync(string runs, string user, string script)
    {
        try
        {
            EngineRun run = EngineRun.Start(new() { Name = "application", RunsDirectory = runs });
            Console.WriteLine($"directory {run.Directory}");
            Console.WriteLine($"state {run.StateDirectory}");
            try
            {
                await StartAsync(run, user, script);
            }
            finally
            {
                await run.DisposeAsync();
            }
        }
        catch (EngineException e)
        {
            Console.WriteLine(e.Message);
        }

        Console.WriteLine("over");
    }

    private static async Task StartAsync(EngineRun run, string user, string script)
    {
        GroupDefinition group = GroupDefinition.Create([new()
        {
            Name = "server",
            Kind = "Executable",
            Provider = new ProcessProvider { Command = "/bin/sh", WorkingDirectory = "/" },
            IsProgram = true,
            Configure = (_, _) => Task.FromResult(new UnitConfiguration
            {
                Arguments = ["-c", script],
                Environment = new Dictionary<string, string> { ["SECRET"] = "s3cret-of-the-test", ["GENERATED"] = GeneratedPassword.New() },
            }),
            Log = new() { Timestamps = true, MaxBytes = 1024 * 1024, MaxFiles = 2 },
            User = user.Length > 0 ? user : null,
        }]);
        RunningApplication application = await run.StartApplicationAsync(group, new() { Name = "application" });
        Console.WriteLine($"log {application.LogFileOf("server")}");
        Console.WriteLine("started");
        await Console.In.ReadLineAsync();
    }
}
