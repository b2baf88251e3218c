using TestOrchestrator.EndToEnd.Tests.Support;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.EndToEnd.Tests;

[TestClass]
public sealed class EndingTests
{
    [TestMethod]
    public async Task Ctrl_C_leaves_nothing()
    {
        using SuiteRun run = await SuiteRun.OfHangingDotnetTestAsync();

        // A terminal sends it to every process in the foreground.
        Signals.Interrupt(run.TestHostId);
        Signals.Interrupt(run.Command.Id);
        await run.Command.EndedAsync();

        Assert.AreNotEqual(0, run.ExitCode, run.Output);
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task A_second_Ctrl_C_leaves_nothing()
    {
        using SuiteRun run = await SuiteRun.OfHangingTestHostAsync();

        Signals.Interrupt(run.Command.Id);
        Signals.Interrupt(run.Command.Id);
        await run.Command.EndedAsync();

        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task SIGTERM_of_the_test_host_leaves_nothing()
    {
        using SuiteRun run = await SuiteRun.OfHangingTestHostAsync();

        Signals.Terminate(run.Command.Id);
        await run.Command.EndedAsync();

        Assert.AreEqual(143, run.ExitCode, run.Output);
        await run.LeavesNothingAsync();
        CollectionAssert.Contains(run.EventNames.ToArray(), "run-ended");
    }

    [TestMethod]
    public async Task SIGKILL_of_the_test_host_leaves_nothing_and_the_run_directory_says_so()
    {
        using SuiteRun run = await SuiteRun.OfHangingTestHostAsync();

        Signals.Kill(run.Command.Id);
        await run.Command.EndedAsync();

        await run.LeavesNothingAsync();
        Assert.AreEqual("run-abandoned", run.EventNames.Last());
    }

    [TestMethod]
    public async Task SIGKILL_of_dotnet_test_alone_ends_its_test_host_and_leaves_nothing()
    {
        using SuiteRun run = await SuiteRun.OfHangingDotnetTestAsync();

        Signals.Kill(run.Command.Id);
        await run.Command.EndedAsync();

        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task What_SIGKILL_of_test_host_and_nursery_leaves_is_removed_by_the_next_run()
    {
        using SuiteRun run = await SuiteRun.OfHangingTestHostAsync();
        int nursery = run.Events.Single(e => e.GetProperty("event").GetString() == "nursery-started").GetProperty("pid").GetInt32();

        // The nursery first: it would do its work as soon as its owner has gone.
        Signals.Kill(nursery);
        Signals.Kill(run.Command.Id);
        await run.Command.EndedAsync();
        Assert.IsTrue(Directory.Exists(run.StateDirectory), "There must be something to remove.");

        using SuiteRun next = await SuiteRun.AfterAsync(run, "ClassName~Ordinary|ClassName~Shaped");

        Assert.AreEqual(0, next.ExitCode, next.Output);
        await run.LeavesNothingAsync();
    }
}
