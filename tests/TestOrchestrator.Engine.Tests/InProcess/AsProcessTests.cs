using System.Globalization;

namespace TestOrchestrator.Engine.Tests.InProcess;

/// <summary>Programs that cannot be contained in the process of the tests.</summary>
[TestClass]
public sealed class AsProcessTests
{
    [TestMethod]
    public async Task A_program_that_would_end_the_process_runs_in_one_of_its_own_and_says_so()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "ExitingService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        int pid = int.Parse(await application.GetAsync("service", "process"), CultureInfo.InvariantCulture);
        await Assert.ThrowsAsync<HttpRequestException>(() => application.GetAsync("service", "exit"));

        await application.WaitForUnitAsync("service", UnitState.Exited).Soon();
        Assert.AreNotEqual(Environment.ProcessId, pid);
        Assert.AreEqual("exited with code 7", $"{application.Units["service"].Exit}");
        const string Note = "'service' runs as a process of its own, because ExitingService.dll calls Environment.Exit, which would end the test process with it. Say WithLane(\"real\") to state it.";
        Assert.AreEqual($"note resource=service text={Note}", string.Join('\n', engine.Events("note")));
        StringAssert.StartsWith(application.ReadLog("service"), $"[testorchestrator] {Note}\n");
    }

    [TestMethod]
    public async Task A_program_that_asks_where_it_is_runs_where_the_answer_is_its_own()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "LocalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual(Path.GetDirectoryName(AssetPrograms.TargetOf("LocalService")), await application.GetAsync("service", "directory"));
        StringAssert.StartsWith(
            application.ReadLog("service"),
            "[testorchestrator] 'service' runs as a process of its own, because LocalService.dll asks for AppContext.BaseDirectory, which would be that of the test process.");
    }

    [TestMethod]
    public async Task A_program_that_uses_Orleans_runs_where_no_other_copy_of_its_types_is_found()
    {
        await using TestEngine engine = new();
        engine.AddAsset("one", "SerializingService").WithHttpEndpoint();
        engine.AddAsset("other", "SerializingService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("book", await application.GetAsync("one", "copy"));
        Assert.AreEqual("book", await application.GetAsync("other", "copy"));
        StringAssert.StartsWith(application.ReadLog("one"), "[testorchestrator] 'one' runs as a process of its own, because Orleans looks for its types");
    }

    [TestMethod]
    public async Task A_program_without_a_host_runs_in_a_process_of_its_own_and_says_so()
    {
        await using TestEngine engine = new();
        engine.AddAsset("program", "HostlessProgram").WithArgs("exit", "0");
        RunningApplication application = await engine.StartAsync().Soon();

        await application.WaitForUnitAsync("program", UnitState.Completed).Soon();

        Assert.AreEqual(
            "[testorchestrator] 'program' runs as a process of its own, because it does not reference Microsoft.Extensions.Hosting, so nothing would tell when it has started. Say WithLane(\"real\") to state it.\nLeaving with 0.\n",
            application.ReadLog("program"));
    }

    [TestMethod]
    public async Task In_another_lane_every_program_is_a_process()
    {
        await using TestEngine engine = new(o => o with { Lane = Lane.Real });
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.IsNotNull(application.Units["service"].Process);
        Assert.IsEmpty(engine.Events("note"));
    }
}
