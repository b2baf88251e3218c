using TestOrchestrator.EndToEnd.Tests.Support;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.EndToEnd.Tests;

[TestClass]
public sealed class OutcomeTests
{
    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_suite_that_passes_exits_with_0_and_leaves_nothing(string lane)
    {
        using SuiteRun run = await SuiteRun.OfDotnetTestAsync("ClassName~Passing|ClassName~Shaped|ClassName~Ordinary", "--lane", lane);

        Assert.AreEqual(0, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "succeeded: 6", run.Output);
        Assert.AreEqual(3, run.EventNames.Count(name => name == "app-started"), "one application per class that needs one");
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task A_failed_test_names_its_evidence_and_leaves_nothing_else()
    {
        using SuiteRun run = await SuiteRun.OfDotnetTestAsync("ClassName=FailingTests");

        Assert.AreEqual(2, run.ExitCode, run.Output);
        string app = Directory.GetDirectories(Path.Combine(run.RunDirectory, "apps")).Single();
        StringAssert.Contains(run.Output, $"Logs:    {app}/logs");
        StringAssert.Contains(run.Output, $"Traffic: {app}/traffic.har");
        StringAssert.Contains(run.Output, "In process file artifacts produced:");
        StringAssert.Contains(run.Output, $"- {app}/traffic.har");
        StringAssert.Contains(run.Output, $"- {app}/logs/greeter.log");
        Assert.IsTrue(File.Exists($"{app}/traffic.har"));
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task A_failing_service_shows_its_own_source_line_in_the_output_of_the_test()
    {
        using SuiteRun run = await SuiteRun.OfTestsAsync("ClassName=FailingTests");

        StringAssert.Contains(run.Output, "The greeter is in trouble.");
        StringAssert.Matches(run.Output, new("""at Program\.<>c\..*Greeter/Program\.cs:line 12"""));
    }

    [TestMethod]
    public async Task A_call_that_no_mock_answers_is_explained_in_the_output_of_the_test()
    {
        using SuiteRun run = await SuiteRun.OfTestsAsync("ClassName=UnmatchedTests");

        Assert.AreEqual(2, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "GET https://outside.example.com/answer");
        StringAssert.Contains(run.Output, "POST");
    }

    [TestMethod]
    public async Task A_test_that_passes_fails_for_the_problems_of_its_proxy()
    {
        using SuiteRun run = await SuiteRun.OfTestsAsync("ClassName=ProblemTests");

        Assert.AreEqual(2, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "failed: 2");
        StringAssert.Contains(run.Output, "succeeded: 1");
        StringAssert.Contains(run.Output, "proxy 'proxy': TO2341: The mock GET https://outside.example.com/answer");
        StringAssert.Contains(run.Output, "proxy 'proxy': TO2301: No mock fits GET https://outside.example.com/answer");
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task A_service_that_ends_during_a_test_fails_the_test()
    {
        using SuiteRun run = await SuiteRun.OfTestsAsync("ClassName=DyingTests");

        Assert.AreEqual(2, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "TO4004: A resource of the application ended during the test.");
        StringAssert.Contains(run.Output, "'greeter' exited with code 0.");
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task A_service_that_ends_after_the_last_test_fails_the_run()
    {
        using SuiteRun run = await SuiteRun.OfTestsAsync("ClassName=PostMortemTests");

        Assert.AreEqual(2, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "PostMortemTests (its application, after the last test)");
        StringAssert.Contains(run.Output, "TO4006: A resource of the application ended, and no test saw it.");
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task An_application_that_does_not_start_fails_its_tests_with_the_last_lines_of_the_service()
    {
        using SuiteRun run = await SuiteRun.OfTestsAsync("ClassName=NeverStartingTests");

        Assert.AreEqual(2, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "TO4007: The application of 'NeverStartingTests' did not start.");
        StringAssert.Contains(run.Output, "System.InvalidOperationException: The greeter is set to fail.");
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task What_an_app_host_does_wrong_fails_the_tests_of_its_class_and_leaves_nothing()
    {
        using SuiteRun run = await SuiteRun.OfTestHostAsync("PlainTests", "Debug", "--filter", "ClassName~Refused");

        Assert.AreEqual(2, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "failed: 4");
        const string Failed = "TO1703: The app host 'Projects.PlainAppHost' failed: InvalidOperationException:";
        StringAssert.Contains(run.Output, $"{Failed} No application today.");
        StringAssert.Contains(run.Output, $"{Failed} No application any more.");
        StringAssert.Contains(run.Output, "TO1131: 'ledger' is a container of the image 'acme/ledger:latest'");
        StringAssert.Contains(run.Output, "TO1110: Parameter 'token' has no value.");
        Assert.DoesNotContain("unreachable", run.Output);
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_user_without_privileges_runs_the_tests_and_they_leave_nothing(string lane)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Inconclusive("All tests here run as a user without privileges already.");
        }

        using OrdinaryUser user = new();
        using SuiteRun run = await SuiteRun.OfUserAsync(user.Options(), "ClassName=PassingTests", "--lane", lane);

        Assert.AreEqual(0, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "succeeded: 3");
        Assert.IsTrue(Directory.Exists(user.Cache), "It has a cache of its own.");
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task A_test_that_times_out_leaves_nothing()
    {
        using SuiteRun run = await SuiteRun.OfTestsAsync("ClassName=TimeoutTests");

        Assert.AreEqual(2, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "Takes_too_long");
        await run.LeavesNothingAsync();
    }
}
