namespace TestOrchestrator.Engine.Tests.Shortages;

// However little room there is: it works, or there is an error with a code, and nothing is left.
[TestClass]
public sealed class FullDiskTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(4)]
    [DataRow(8)]
    [DataRow(12)]
    [DataRow(16)]
    [DataRow(24)]
    [DataRow(40)]
    [DataRow(60)]
    [DataRow(100)]
    public async Task A_disk_that_is_full_of_state_is_told(int kilobytesLeft)
    {
        using SmallDisk disk = SmallDisk.Make(kilobytes: 256);
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(disk["state"]);
        disk.Fill(kilobytesLeft);

        string[] output = await RunAsync(disk["state"], directory["runs"]);

        AssertWorkedOrTold(output, "TO1503", "TO1202", "TO1402");
        Assert.IsEmpty(Left(disk["state"]));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(4)]
    [DataRow(8)]
    [DataRow(12)]
    [DataRow(16)]
    [DataRow(24)]
    [DataRow(32)]
    public async Task A_disk_that_is_full_of_runs_is_told(int kilobytesLeft)
    {
        using SmallDisk disk = SmallDisk.Make(kilobytes: 256);
        using TemporaryDirectory directory = new();
        disk.Fill(kilobytesLeft);

        string[] output = await RunAsync(directory["state"], disk["runs"]);

        AssertWorkedOrTold(output, "TO1509");
        Assert.IsEmpty(Left(directory["state"]));
    }

    [TestMethod]
    public async Task Shared_memory_that_is_too_small_is_left_alone()
    {
        using TemporaryDirectory directory = new();
        string[] small = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs -o size=64m none /dev/shm && exec \"$@\"", "sh"];
        if (Command.Run([.. small, "true"]) is { } why)
        {
            Assert.Inconclusive($"Only root can have shared memory of another size: {why}");
        }

        Dictionary<string, string?> environment = new() { ["TESTORCHESTRATOR_STATE"] = null, ["TESTORCHESTRATOR_CACHE"] = directory["cache"] };
        await using RunningProgram owner = AssetPrograms.StartOwnerUnder(small, environment, "application", directory["runs"], "", "exec sleep 300");
        await owner.LineAsync("started").Soon();
        await owner.WriteLineAsync("");
        await owner.ExitedAsync().Soon();

        StringAssert.StartsWith(await owner.LineAsync("state "), directory["cache/state/"]);
        Assert.IsEmpty(Left(directory["cache/state"]));
    }

    private static async Task<string[]> RunAsync(string state, string runs)
    {
        Dictionary<string, string?> environment = new() { ["TESTORCHESTRATOR_STATE"] = state };
        await using RunningProgram owner = AssetPrograms.StartOwner(environment, "application", runs, "", "seq 10000; exec sleep 300");
        await owner.WriteLineAsync("");
        await owner.ExitedAsync().Soon();
        return [.. owner.Output];
    }

    private static void AssertWorkedOrTold(string[] output, params string[] codes)
    {
        string text = string.Join('\n', output);
        Assert.AreEqual("over", output.LastOrDefault(), text);
        Assert.IsTrue(output.Contains("started") || codes.Any(code => output.Any(line => line.StartsWith($"{code}: ", StringComparison.Ordinal))), text);
        Assert.IsFalse(text.Contains("   at ", StringComparison.Ordinal), text);
    }

    private static string[] Left(string state) =>
        Directory.Exists(state) ? [.. Directory.GetDirectories(state).SelectMany(root => Directory.GetFileSystemEntries(root))] : [];
}
