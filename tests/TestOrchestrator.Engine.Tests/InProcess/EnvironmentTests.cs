using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.InProcess;

/// <summary>Alone: what is lent to one service is what any other sees that has started already.</summary>
[TestClass]
[DoNotParallelize]
public sealed class EnvironmentTests
{
    [TestMethod]
    public async Task Variables_are_the_services_own_until_it_runs_its_host()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint().WithEnvironment("ASSET_VALUE", "mine");
        RunningApplication application = await engine.StartAsync().Soon();

        string values = await application.GetAsync("service", "values");

        Assert.AreEqual("""{"atStart":"mine","configured":"mine","afterBuild":"mine","inRequest":null}""", values);
    }

    [TestMethod]
    public async Task Services_that_start_at_once_do_not_see_each_others_variables()
    {
        await using TestEngine engine = new();
        string[] names = ["a", "b", "c", "d", "e"];
        foreach (string name in names)
        {
            engine.AddAsset(name, "MinimalService").WithHttpEndpoint().WithEnvironment("ASSET_VALUE", $"of {name}");
        }

        engine.AddAsset("none", "MinimalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        string[] values = await Task.WhenAll(names.Select(name => application.GetAsync(name, "values")));

        Assert.AreEqual(
            string.Join('\n', names.Select(name => $$"""{"atStart":"of {{name}}","configured":"of {{name}}","afterBuild":"of {{name}}","inRequest":null}""")),
            string.Join('\n', values));
        Assert.AreEqual("""{"atStart":null,"configured":null,"afterBuild":null,"inRequest":null}""", await application.GetAsync("none", "values"));
        Assert.IsNull(Environment.GetEnvironmentVariable("ASSET_VALUE"));
    }

    [TestMethod]
    public async Task A_variable_that_the_system_refuses_fails_its_service_and_no_other()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint().WithEnvironment("ASSET_VALUE", "mine").WithEnvironment("BAD=NAME", "value");
        await Assert.ThrowsExactlyAsync<EngineException>(() => engine.StartAsync()).Soon();
        await using TestEngine other = new();
        other.AddAsset("service", "MinimalService").WithHttpEndpoint();

        RunningApplication application = await other.StartAsync().Soon();

        Assert.AreEqual("""{"atStart":null,"configured":null,"afterBuild":null,"inRequest":null}""", await application.GetAsync("service", "values"));
    }

    [TestMethod]
    public async Task Arguments_come_as_they_are()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint().WithArgs("--name", "two words", "");
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("""["--name","two words",""]""", await application.GetAsync("service", "arguments"));
    }

    // Until then it keeps others from starting.
    [TestMethod]
    public async Task A_service_that_does_not_run_its_host_loses_its_variables_after_a_while_and_is_told()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock });
        engine.AddAsset("service", "WorkerService")
            .WithArgs("slow-to-run")
            .WithEnvironment("GATE", Path.Combine(engine.Directory, "gate"))
            .WithEnvironment("ASSET_VALUE", "mine");
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await application.LogHasAsync("service", "Not running yet.");
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(10)).Soon();

        clock.Advance(TimeSpan.FromSeconds(10));
        await application.LogHasAsync("service", "test process.");
        await File.WriteAllTextAsync(Path.Combine(engine.Directory, "gate"), "");
        await starting.Soon();

        // The first line tells of its static state.
        string[] lines = application.ReadLog("service").Split('\n');
        Assert.AreEqual(
            """
            Not running yet.
            [testorchestrator] It did not run its host within 10 s. From now on it sees the environment variables of the test process.
            Late value: .
            """,
            string.Join('\n', lines.Skip(1).Take(3)));
    }
}
