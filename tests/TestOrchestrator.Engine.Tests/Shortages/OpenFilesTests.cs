namespace TestOrchestrator.Engine.Tests.Shortages;

[TestClass]
public sealed class OpenFilesTests
{
    [TestMethod]
    [DataRow(64)]
    [DataRow(255)]
    public async Task With_too_few_open_files_no_run_is_started(int limit)
    {
        using TemporaryDirectory directory = new();
        await using RunningProgram owner = Start(limit, directory, "application", directory["runs"], "", "exec sleep 300");
        await owner.WriteLineAsync("");

        await owner.ExitedAsync().Soon();

        Assert.AreEqual(
            $"TO1511: This process may have {limit} files open, and a run needs at least 256. Raise the limit: 'ulimit -n 256' or more.\nover",
            string.Join('\n', owner.Output));
        Assert.IsFalse(Directory.Exists(directory["state"]));
        Assert.IsFalse(Directory.Exists(directory["runs"]));
    }

    [TestMethod]
    public async Task With_just_enough_open_files_an_application_runs()
    {
        using TemporaryDirectory directory = new();
        await using RunningProgram owner = Start(256, directory, "application", directory["runs"], "", "exec sleep 300");
        await owner.LineAsync("started").Soon();
        await owner.WriteLineAsync("");

        Assert.AreEqual(0, await owner.ExitedAsync().Soon());
        Assert.IsEmpty(Left(directory));
    }

    [TestMethod]
    public async Task Applications_for_which_there_are_no_sockets_are_refused_with_the_reason()
    {
        using TemporaryDirectory directory = new();
        await using RunningProgram owner = Start(256, directory, "allocate", directory["runs"], "500");
        await owner.WriteLineAsync("go");

        await owner.ExitedAsync().Soon();

        string output = string.Join('\n', owner.Output);
        StringAssert.Contains(output, "TO1306: No socket can be had to reserve an address or a port with: Too many open files");
        await Eventually.IsTrueAsync(() => Left(directory).Length == 0);
    }

    private static RunningProgram Start(int limit, TemporaryDirectory directory, params string[] arguments) =>
        AssetPrograms.StartOwnerUnder(["sh", "-c", $"ulimit -n {limit.Text()} && exec \"$@\"", "sh"], new Dictionary<string, string?> { ["TESTORCHESTRATOR_STATE"] = directory["state"] }, arguments);

    private static string[] Left(TemporaryDirectory directory) =>
        Directory.Exists(directory["state"]) ? [.. Directory.GetDirectories(directory["state"]).SelectMany(root => Directory.GetFileSystemEntries(root))] : [];
}
