using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Tests.Directories;

[TestClass]
public sealed class UserCacheTests
{
    [TestMethod]
    [DataRow("TESTORCHESTRATOR_CACHE", "")]
    [DataRow("XDG_CACHE_HOME", "/testorchestrator")]
    [DataRow("HOME", "/.cache/testorchestrator")]
    public async Task It_is_where_the_user_says_and_belongs_to_the_user_alone(string variable, string below)
    {
        if (Environment.IsPrivilegedProcess && variable != "TESTORCHESTRATOR_CACHE")
        {
            Assert.Inconclusive("Root's is /var/cache/testorchestrator.");
        }

        using TemporaryDirectory directory = new();
        Dictionary<string, string?> environment = new() { ["TESTORCHESTRATOR_CACHE"] = null, ["XDG_CACHE_HOME"] = null, [variable] = directory["here"] };

        string line = await GetAsync(environment);

        Assert.AreEqual($"{directory["here"]}{below}/kind/name", line);
        Assert.AreEqual(
            UnixFileMode.None,
            File.GetUnixFileMode($"{directory["here"]}{below}") & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite));
    }

    [TestMethod]
    public async Task Root_does_not_take_one_away_from_its_owner()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["cache"]);
        if (!UserIdentity.TryGive(directory["cache"], 65534))
        {
            Assert.Inconclusive("Only root can give a directory away.");
        }

        UnixFileMode before = File.GetUnixFileMode(directory["cache"]);

        await GetAsync(new() { ["TESTORCHESTRATOR_CACHE"] = directory["cache"] });

        Assert.IsTrue(UserIdentity.IsOwner(directory["cache"], 65534));
        Assert.AreEqual(before, File.GetUnixFileMode(directory["cache"]));
    }

    private static async Task<string> GetAsync(Dictionary<string, string?> environment)
    {
        await using RunningProgram filler = AssetPrograms.StartOwner(environment, "cache", "kind", "name");
        await filler.WriteLineAsync("fill");
        await filler.ExitedAsync().Soon();
        return filler.Output[^1].Split(' ')[0];
    }
}
