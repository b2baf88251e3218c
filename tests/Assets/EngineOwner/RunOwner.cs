using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;

namespace EngineOwner;

/// <summary>Starts a shell for each script, says so, and ends as it is told: exit, throw, dispose; or it is killed.</summary>
internal static class RunOwner
{
    public static async Task RunAsync(string runs, string[] scripts)
    {
        EngineRun run = EngineRun.Start(new() { Name = "owner", RunsDirectory = runs });
        Console.WriteLine($"run {run.Id}");
        Console.WriteLine($"directory {run.Directory}");
        Console.WriteLine($"state {run.StateDirectory}");
        for (int i = 0; i < scripts.Length; i++)
        {
            ChildProcess process = await run.StartProcessAsync(new()
            {
                Program = "/bin/sh",
                Arguments = ["-c", scripts[i]],
                WorkingDirectory = run.StateDirectory,
                OutputFile = Path.Combine(run.Directory, $"{i}.log"),
            });
            Console.WriteLine($"process {process.Identity.Pid}");
        }

        Console.WriteLine("started");
        switch (await Console.In.ReadLineAsync())
        {
            case "exit":
                Environment.Exit(0);
                break;
            case "throw":
                throw new InvalidOperationException("The owner has failed.");
            case "dispose":
                await run.DisposeAsync();
                break;
        }
    }
}
