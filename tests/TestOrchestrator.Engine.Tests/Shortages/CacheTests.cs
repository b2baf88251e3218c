using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Tests.Shortages;

[TestClass]
public sealed class CacheTests
{
    [TestMethod]
    public async Task A_cache_that_cannot_be_written_is_told()
    {
        using OrdinaryUser ordinary = new();
        OtherProcessOptions options = ordinary.Options();
        Directory.CreateDirectory(ordinary.Cache, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        // Below it: what is one's own is opened again.
        string closed = Path.Combine(ordinary.Cache, "below");
        string[] output = await FillAsync(options.Wrapper, new(options.Environment.ToDictionary(v => v.Key, v => (string?)v.Value)) { [UserCache.Variable] = closed });

        Assert.AreEqual(
            $"TO1501: The cache '{closed}' cannot be made: Access to the path '{closed}' is denied. Set TESTORCHESTRATOR_CACHE to a directory that can be written.",
            Error(output));
    }

    [TestMethod]
    public async Task A_cache_without_room_is_told_at_once()
    {
        using SmallDisk disk = SmallDisk.Make(kilobytes: 64);
        Directory.CreateDirectory(disk["cache/tools"]);
        disk.Fill();

        string[] output = await FillAsync([], new() { ["TESTORCHESTRATOR_CACHE"] = disk["cache"] });

        StringAssert.StartsWith(Error(output), $"TO1501: The cache '{disk["cache/tools/one"]}' cannot be made: No space left on device");
        Assert.IsEmpty(Directory.GetDirectories(disk["cache/tools"]));
    }

    private static async Task<string[]> FillAsync(string[] wrapper, Dictionary<string, string?> environment)
    {
        await using RunningProgram filler = AssetPrograms.StartOwnerUnder(wrapper, environment, "cache", "tools", "one");
        await filler.WriteLineAsync("fill");
        await filler.ExitedAsync().Soon();
        return [.. filler.Output];
    }

    private static string Error(string[] output) =>
        output.FirstOrDefault(line => line.StartsWith("Unhandled exception. ", StringComparison.Ordinal))?.Split("EngineException: ")[^1] ?? string.Join('\n', output);
}
