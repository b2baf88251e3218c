using System.Globalization;
using TestOrchestrator.Engine.InProcess.Surroundings;

namespace TestOrchestrator.Engine.Tests.InProcess;

/// <summary>Alone, as one of them sets a culture for every thread of this process.</summary>
[TestClass]
[DoNotParallelize]
public sealed class CultureTests
{
    private static readonly string s_usual = CultureInfo.InstalledUICulture.Name;

    [TestMethod]
    public async Task A_culture_that_a_service_sets_is_its_own()
    {
        await using TestEngine engine = new();
        engine.AddAsset("one", "MinimalService").WithHttpEndpoint().WithEnvironment("ASSET_CULTURE", "fr-FR");
        engine.AddAsset("two", "MinimalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();
        string before = CultureInfo.CurrentCulture.Name;

        await application.GetAsync("two", "change-culture?to=tr-TR");

        StringAssert.StartsWith(await application.GetAsync("one", "cultures"), $"request {s_usual} {s_usual}, main fr-FR, ");
        StringAssert.StartsWith(await application.GetAsync("two", "cultures"), $"request {s_usual} {s_usual}, main {s_usual}, ");
        Assert.AreEqual(before, CultureInfo.CurrentCulture.Name);
    }

    [TestMethod]
    public async Task A_culture_that_the_test_host_sets_for_every_thread_no_service_has()
    {
        (CultureInfo? culture, CultureInfo? ui) = (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture);
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint();
        try
        {
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = new("tr-TR");
            RunningApplication application = await engine.StartAsync().Soon();

            StringAssert.StartsWith(await application.GetAsync("service", "cultures"), $"request {s_usual} {s_usual}, main {s_usual}, ");
        }
        finally
        {
            (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture) = (culture, ui);
        }
    }

    [TestMethod]
    public async Task A_program_that_sets_a_culture_for_every_thread_runs_as_a_process_and_says_so()
    {
        CultureInfo? before = CultureInfo.DefaultThreadCurrentCulture;
        await using TestEngine engine = new();
        engine.AddAsset("service", "CultureService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("9,5", await application.GetAsync("service", "price"));
        Assert.AreEqual(before, CultureInfo.DefaultThreadCurrentCulture);
        Assert.AreEqual(
            "note resource=service text='service' runs as a process of its own, because CultureService.dll sets CultureInfo.DefaultThreadCurrentCulture, which would be set for the whole test process. Say WithLane(\"real\") to state it.",
            string.Join('\n', engine.Events("note")));
    }

    [TestMethod]
    [DataRow("LC_ALL", "de_DE.UTF-8", "request de-DE de-DE, main de-DE, ")]
    [DataRow("TZ", "Asia/Tokyo", ", zone Asia/Tokyo")]
    [DataRow("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1", "request  , main , ")]
    public async Task A_service_with_another_culture_or_time_zone_in_its_environment_runs_as_a_process_and_says_so(string name, string value, string expected)
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint().WithEnvironment(name, value);
        RunningApplication application = await engine.StartAsync().Soon();

        StringAssert.Contains(await application.GetAsync("service", "cultures"), expected);
        Assert.IsNotNull(application.Units["service"].Process);
        Assert.AreEqual(
            $"note resource=service text='service' runs as a process of its own, because the runtime reads {name} once in a process, and the test process has another value. Say WithLane(\"real\") to state it.",
            string.Join('\n', engine.Events("note").Where(note => note.Contains("process", StringComparison.Ordinal))));
    }

    [TestMethod]
    [DataRow("LANG=de_DE.UTF-8", "LANG=C", "LANG")]
    [DataRow("LANG=C", "LANG=C", null)]
    [DataRow("LC_TIME=", "", null)]
    [DataRow("TZ=UTC", "", "TZ")]
    [DataRow("LD_PRELOAD=/lib/a.so", "", "LD_PRELOAD")]
    [DataRow("CORECLR_ENABLE_PROFILING=1", "", "CORECLR_ENABLE_PROFILING")]
    [DataRow("LANGUAGE=de", "", null)]
    [DataRow("DOTNET_ENVIRONMENT=Test", "", null)]
    public void Only_what_differs_from_this_process_needs_another(string ofModel, string ofRun, string? found) =>
        Assert.AreEqual(found, RuntimeSettings.FindVariable(Parse(ofModel), Parse(ofRun)));

    // Both ways: what is built without cultures would have them here.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_program_that_is_built_for_other_cultures_runs_as_a_process_and_says_so(bool invariant)
    {
        await using TestEngine engine = new();
        string program = Copy("StatelessService", engine.Directory);
        string settings = Path.ChangeExtension(program, ".runtimeconfig.json");
        await File.WriteAllTextAsync(settings, (await File.ReadAllTextAsync(settings)).Replace("\"configProperties\": {", $"\"configProperties\": {{ \"System.Globalization.Invariant\": {(invariant ? "true" : "false")},", StringComparison.Ordinal));
        engine.Group.AddService("service", AssetPrograms.ProjectOf("StatelessService"), program).WithHttpEndpoint();

        await engine.StartAsync().Soon();

        Assert.AreEqual(
            invariant ? "note resource=service text='service' runs as a process of its own, because either it or the test process is built with InvariantGlobalization, and the other is not. Say WithLane(\"real\") to state it." : "",
            string.Join('\n', engine.Events("note")));
    }

    private static Dictionary<string, string> Parse(string variable) =>
        variable.Split('=') is [string name, string value] ? new() { [name] = value } : [];

    private static string Copy(string asset, string directory)
    {
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(AssetPrograms.TargetOf(asset))!))
        {
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        }

        return Path.Combine(directory, $"{asset}.dll");
    }
}
