namespace TestOrchestrator.Engine.Tests.Runs;

[TestClass]
public sealed class TracelessRunTests
{
    private const string Secret = "s3cret-of-the-test";

    [TestMethod]
    public async Task Nothing_is_written_but_in_the_run_directory_the_state_directory_and_the_cache()
    {
        using TemporaryDirectory directory = new();
        string[] watched = [.. new[] { "home", "tmp", "here" }.Select(name => Directory.CreateDirectory(directory[name]).FullName)];
        string written = directory["written"];
        await using RunningProgram owner = Start(directory, $"t=$(mktemp) && echo temporary > $t; echo started; echo $t > {written}; exec sleep 300");
        await owner.LineAsync("started").Soon();
        string state = await owner.LineAsync("state ");
        await Eventually.IsTrueAsync(() => File.Exists(written) && new FileInfo(written).Length > 0);
        string[] during = [.. watched.SelectMany(Entries)];
        string temporary = (await File.ReadAllTextAsync(written)).Trim();

        await owner.WriteLineAsync("");
        await owner.ExitedAsync().Soon();

        Assert.IsEmpty(during);
        Assert.IsEmpty(watched.SelectMany(Entries));
        StringAssert.StartsWith(temporary, $"{state}/tmp/");
        Assert.IsFalse(Directory.Exists(state));
        Assert.AreEqual("cache here home runs state tmp written", string.Join(' ', Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName).Append("cache").Distinct().Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public async Task Secrets_and_generated_passwords_are_in_no_file_of_the_run_and_in_no_command_line()
    {
        using TemporaryDirectory directory = new();
        string value = directory["value"];
        await using RunningProgram owner = Start(directory, $"echo started; echo $GENERATED > {value}; exec sleep 300");
        await owner.LineAsync("started").Soon();
        await Eventually.IsTrueAsync(() => File.Exists(value) && new FileInfo(value).Length > 0);
        string generated = (await File.ReadAllTextAsync(value)).Trim();
        string[] secrets = [Secret, generated];
        string[] commandLines = [.. CommandLines.All().Where(c => secrets.Any(s => c.Contains(s, StringComparison.Ordinal)))];

        await owner.WriteLineAsync("");
        await owner.ExitedAsync().Soon();

        string[] files = Directory.GetFiles(await owner.LineAsync("directory "), "*", SearchOption.AllDirectories);
        Assert.AreEqual(22, generated.Length);
        Assert.IsEmpty(commandLines);
        Assert.IsGreaterThanOrEqualTo(4, files.Length, string.Join(' ', files));
        Assert.IsEmpty(files.Where(f => secrets.Any(s => File.ReadAllText(f).Contains(s, StringComparison.Ordinal))));
        Assert.IsEmpty(owner.Output.Where(line => secrets.Any(s => line.Contains(s, StringComparison.Ordinal))));
    }

    private static RunningProgram Start(TemporaryDirectory directory, string script)
    {
        Dictionary<string, string?> environment = new()
        {
            ["HOME"] = Directory.CreateDirectory(directory["home"]).FullName,
            ["TMPDIR"] = Directory.CreateDirectory(directory["tmp"]).FullName,
            ["XDG_CACHE_HOME"] = null,
            ["TESTORCHESTRATOR_CACHE"] = directory["cache"],
            ["TESTORCHESTRATOR_STATE"] = directory["state"],

            // The runtime of the test host itself has a socket for its debugger there.
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        return AssetPrograms.StartOwnerUnder(["env", "-C", Directory.CreateDirectory(directory["here"]).FullName], environment, "application", directory["runs"], "", script);
    }

    private static string[] Entries(string directory) => Directory.GetFileSystemEntries(directory, "*", SearchOption.AllDirectories);
}
