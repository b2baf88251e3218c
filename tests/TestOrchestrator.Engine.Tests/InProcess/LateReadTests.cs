using TestOrchestrator.Engine.InProcess.Assemblies;

namespace TestOrchestrator.Engine.Tests.InProcess;

/// <summary>Environment variables that are read when a service may have started. Alone: what is lent to one service is what any other sees.</summary>
[TestClass]
[DoNotParallelize]
public sealed class LateReadTests
{
    [TestMethod]
    public void A_read_is_late_unless_only_the_entry_point_leads_to_it()
    {
        IReadOnlyList<string> late = EnvironmentReads.FindLate([AssetPrograms.TargetOf("ReadingService")]);

        Assert.AreEqual(
            "Program.Main, ReadingService.LateOrEarly..cctor, ReadingService.LateOrEarly.Both, ReadingService.Worker.Tell",
            string.Join(", ", late.Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    [DataRow("MinimalService")]
    [DataRow("WorkerService")]
    public void What_is_read_before_the_host_runs_is_not_late(string program) =>
        Assert.AreEqual("", string.Join(", ", EnvironmentReads.FindLate([AssetPrograms.TargetOf(program)])));

    [TestMethod]
    public async Task A_program_that_may_read_late_runs_as_a_process_and_says_so()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "ReadingService").WithHttpEndpoint().WithEnvironment("ASSET_VALUE", "mine");
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("mine,mine,mine,mine,mine", await application.GetAsync("service", "early"));
        Assert.AreEqual("mine", await application.GetAsync("service", "late"));
        await application.LogHasAsync("service", "The worker sees <mine>.");
        string note = engine.Events("note").Single();
        StringAssert.StartsWith(note, "note resource=service text='service' runs as a process of its own, because '");
        StringAssert.EndsWith(note, "' reads environment variables, and may do so when it has started and they are those of the test process; WithLane(\"fast\") says that it does not. Say WithLane(\"real\") to state it.");
    }

    [TestMethod]
    public async Task Whoever_says_that_it_does_not_is_believed()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "ReadingService").WithHttpEndpoint().WithEnvironment("ASSET_VALUE", "mine").WithLane("fast");
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("mine,mine,mine,mine,mine", await application.GetAsync("service", "early"));
        Assert.AreEqual("none", await application.GetAsync("service", "late"));
        Assert.IsNull(application.Units["service"].Process);
    }
}
