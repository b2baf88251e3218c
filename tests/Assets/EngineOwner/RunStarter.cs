using TestOrchestrator.Engine.Runs;

namespace EngineOwner;

/// <summary>Starts and ends runs one after the other, keeping only the newest directory.</summary>
internal static class RunStarter
{
    public static async Task RunAsync(string runs, int count)
    {
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        for (int i = 0; i < count; i++)
        {
            EngineRun run = EngineRun.Start(new() { Name = "short", RunsDirectory = runs, KeepRuns = 1 });
            run.Events.Write("note", ("text", "alive"));
            if (!Directory.Exists(run.Directory) || !Directory.Exists(run.StateDirectory))
            {
                throw new InvalidOperationException($"Somebody removed a directory of the run {run.Id} while it was alive.");
            }

            await run.DisposeAsync();
        }

        Console.WriteLine("done");
    }
}
