using System.Globalization;
using System.Text.Json;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>A run whose owner is a process that the test can kill. It has a state root of its own, so that no other janitor cleans it.</summary>
internal sealed class OwnedRun : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private OwnedRun()
    {
    }

    public RunningProgram Owner { get; private set; } = null!;

    public string Id { get; private set; } = "";

    public string RunDirectory { get; private set; } = "";

    public string StateDirectory { get; private set; } = "";

    /// <summary>The processes of the run that are alive: everything that was started by it, and by that.</summary>
    public IReadOnlyList<string> Processes => MarkedProcesses.With($"TESTORCHESTRATOR_RUN={Id}");

    public int NurseryPid => NurseryPidOf(RunDirectory);

    private Dictionary<string, string?> Environment => new() { ["TESTORCHESTRATOR_STATE"] = _directory["state"] };

    /// <summary>Starts the owner, which starts a shell for each script.</summary>
    public static async Task<OwnedRun> StartAsync(params string[] scripts)
    {
        OwnedRun run = new();
        run.Owner = AssetPrograms.StartOwner(run.Environment, ["run", run._directory["runs"], .. scripts]);
        run.Id = await run.Owner.LineAsync("run ").Soon();
        run.RunDirectory = await run.Owner.LineAsync("directory ").Soon();
        run.StateDirectory = await run.Owner.LineAsync("state ").Soon();
        await run.Owner.LineAsync("started").Soon();
        return run;
    }

    /// <summary>Starts and ends another run of the same user, whose janitor cleans up.</summary>
    /// <returns>What the janitor told.</returns>
    public async Task<IReadOnlyList<string>> RunJanitorAsync(Dictionary<string, string?>? environment = null)
    {
        await using RunningProgram next = AssetPrograms.StartOwner(new Dictionary<string, string?>([.. Environment, .. environment ?? []]), "run", _directory["runs"]);
        await next.LineAsync("started").Soon();
        await next.WriteLineAsync("dispose");
        await next.ExitedAsync().Soon();
        return RunEventLines.Read(await next.LineAsync("directory "), "dead-run-removed", "dead-run-not-removed");
    }

    public static int NurseryPidOf(string runDirectory)
    {
        string line = File.ReadLines(Path.Combine(runDirectory, "events.jsonl")).Single(l => l.Contains("\"nursery-started\"", StringComparison.Ordinal));
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("pid").GetInt32();
    }

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        if (Directory.Exists(StateDirectory))
        {
            await RunJanitorAsync();
        }

        foreach (string process in Processes)
        {
            // Only where a test has failed.
            NativeKillOf(int.Parse(process.Split(' ')[0], CultureInfo.InvariantCulture));
        }

        await Eventually.IsTrueAsync(() => !Directory.Exists(StateDirectory));
        _directory.Dispose();
    }

    private static void NativeKillOf(int pid) => _ = NativeSignals.Kill(pid, (int)StopSignal.Kill);
}
