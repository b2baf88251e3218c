using System.Text.RegularExpressions;
using TestOrchestrator.EndToEnd.Tests.Support;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.EndToEnd.Tests;

/// <summary>Aspire's dashboard of test runs, by the packages. Clients.Tests sees what it shows.</summary>
[TestClass]
public sealed partial class DashboardTests
{
    [TestMethod]
    public async Task The_installed_tool_opens_a_run_that_is_over_and_ends_in_order()
    {
        using SuiteRun run = await SuiteRun.OfTestsAsync("ClassName=PassingTests", "--telemetry");
        Assert.AreEqual(0, run.ExitCode, run.Output);
        await run.LeavesNothingAsync();
        string[] telemetry = Directory.GetFiles(Path.Combine(run.RunDirectory, "telemetry"), "tests.jsonl");
        Assert.HasCount(1, telemetry, "The spans of its tests are kept.");

        using Support.Command list = await run.StartOrchAsync("dashboard", "--list");
        await list.EndedAsync();
        StringAssert.Contains(list.Output, run.RunId);

        using Support.Command orch = await run.StartOrchAsync("dashboard", "1");
        string address = Address().Match(await run.ReadLineAsync(orch, "shows the run until Ctrl+C")).Value;
        using HttpClient client = new();
        StringAssert.Contains(await client.GetStringAsync(new Uri(address)), "<html");

        Signals.Interrupt(orch.Id);
        await orch.EndedAsync();
        Assert.AreEqual(0, orch.ExitCode, orch.Output);
        string[] left = [.. Directory.GetDirectories(run.StateRoot, "*-*-*", SearchOption.AllDirectories)];
        CollectionAssert.AreEqual(Array.Empty<string>(), left, "Nothing of the dashboard is left.");
    }

    [TestMethod]
    public async Task Of_the_test_projects_of_a_solution_one_has_the_dashboard_and_the_others_report_to_it()
    {
        using SuiteRun run = await SuiteRun.OfSolutionAsync("TESTORCHESTRATOR_DASHBOARD", "1", "--filter", "Name=Greets");

        Assert.AreEqual(0, run.ExitCode, run.Output);
        string[] directories = Directory.GetDirectories(run.Runs);
        Assert.HasCount(2, directories, run.Output);
        string[] dashboards = [.. directories.SelectMany(d => Directory.GetDirectories(Path.Combine(d, "apps"), "dashboard-*"))];
        Assert.HasCount(1, dashboards, run.Output);
        foreach (string directory in directories)
        {
            Assert.IsTrue(File.Exists(Path.Combine(directory, "telemetry", "tests.jsonl")), directory);
            string command = Path.Combine(directory, "orch dashboard opens this run again.txt");
            Assert.IsTrue(File.Exists(command), command);
            StringAssert.Contains(run.Output, command);
        }
    }

    [TestMethod]
    public async Task A_dashboard_that_is_not_there_leaves_tests_green_with_one_message()
    {
        Suite suite = await Suite.GetAsync();
        await suite.BuildAsync("PlainTests", "NoDashboard");

        using SuiteRun run = await SuiteRun.OfTestHostAsync("PlainTests", "NoDashboard", "--dashboard", "--filter", "FullyQualifiedName!~Refused");

        Assert.AreEqual(0, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "succeeded: 2");
        Assert.HasCount(1, run.Output.Split("TO1715: Aspire's dashboard was not found: '/none/Aspire.Dashboard'")[1..], run.Output);
        Assert.DoesNotContain("dashboard: http", run.Output);
        await run.LeavesNothingAsync();
    }

    [GeneratedRegex(@"(?<=dashboard: )http://[^ ,\s]+")]
    private static partial Regex Address();
}
