using System.Text.RegularExpressions;
using TestOrchestrator.EndToEnd.Tests.Support;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.EndToEnd.Tests;

[TestClass]
public sealed class OptionTests
{
    [TestMethod]
    public async Task A_lane_that_does_not_exist_is_refused_before_anything_starts()
    {
        using SuiteRun run = await SuiteRun.OfDotnetTestAsync("ClassName=PassingTests", "--lane", "banana");

        Assert.AreEqual(5, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "'--lane banana' is not a lane. The lanes are 'fast', 'real', 'aspire'.");
        Assert.IsEmpty(Directory.GetDirectories(run.Runs));
    }

    [TestMethod]
    public async Task The_environment_cannot_name_a_lane_that_does_not_exist_either()
    {
        using SuiteRun run = await SuiteRun.WithVariableAsync("TESTORCHESTRATOR_LANE", "banana", "ClassName=PassingTests");

        Assert.AreEqual(5, run.ExitCode, run.Output);
        StringAssert.Contains(
            run.Output,
            "TO1704: 'banana' (TESTORCHESTRATOR_LANE) is not a lane. The lanes are 'fast', 'real', 'aspire'.");
        Assert.IsFalse(run.Output.Contains("   at ", StringComparison.Ordinal), run.Output);
    }

    [TestMethod]
    public async Task The_environment_chooses_the_lane_too()
    {
        using SuiteRun run = await SuiteRun.WithVariableAsync("TESTORCHESTRATOR_LANE", "real", "ClassName=PassingTests");

        Assert.AreEqual(0, run.ExitCode, run.Output);
        Assert.AreEqual("real", run.Events.First(e => e.GetProperty("event").GetString() == "app-starting").GetProperty("lane").GetString());
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task Listing_tests_starts_nothing()
    {
        using SuiteRun run = await SuiteRun.OfTestsAsync("ClassName=PassingTests", "--list-tests");

        Assert.AreEqual(0, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "Greets");
        Assert.IsEmpty(Directory.GetDirectories(run.Runs));
    }

    [TestMethod]
    public async Task A_filter_starts_the_applications_of_what_it_leaves_and_no_other()
    {
        using SuiteRun run = await SuiteRun.OfTestsAsync("ClassName=ShapedByCodeTests");

        Assert.AreEqual(0, run.ExitCode, run.Output);
        CollectionAssert.AreEqual(
            new[] { "ShapedByCodeTests" },
            run.Events.Where(e => e.GetProperty("event").GetString() == "app-starting").Select(e => e.GetProperty("name").GetString()).ToArray());
    }

    [TestMethod]
    public async Task Without_a_container_engine_tests_of_the_lane_aspire_are_skipped_and_what_helps_is_said_once()
    {
        using TemporaryDirectory programs = new();
        string path = "";
        foreach (string engine in new[] { "docker", "podman" })
        {
            path = SearchPath.With(programs.Path, engine, $"echo '{engine} is out of order' >&2; exit 1");
        }

        const string Filter = "ClassName=PassingTests|ClassName=ShapedByCodeTests|ClassName=OrdinaryTests";
        using SuiteRun run = await SuiteRun.WithVariableAsync("PATH", path, Filter, "--lane", "aspire");

        Assert.AreEqual(0, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "succeeded: 1", run.Output);
        StringAssert.Contains(run.Output, "skipped: 5", run.Output);
        StringAssert.Contains(run.Output, "TO1711: No container engine answers.", run.Output);
        const string Answers = "'docker info': docker is out of order; 'podman info': podman is out of order";
        Assert.HasCount(1, Regex.Matches(run.Output, Answers), run.Output);
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task To_keep_applications_in_the_lane_aspire_is_answered_by_a_warning()
    {
        using SuiteRun run = await SuiteRun.OfTestsAsync("ClassName=OrdinaryTests", "--lane", "aspire", "--keep-apps");

        Assert.AreEqual(0, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "TO4012: '--keep-apps' keeps nothing in the lane 'aspire'", run.Output);
    }
}
