using TestOrchestrator.Clients.Tests.Browsers;

namespace TestOrchestrator.Clients.Tests.Dashboards;

/// <summary>
/// Aspire's dashboard, as a person sees it: of a test suite in which one class passes and one fails, while it runs and when it is over.
/// </summary>
[TestClass]
public sealed class DashboardTests
{
    private const string Passed = "Passed, 1 passed, 0 failed";
    private const string Failed = "Failed, 1 passed, 1 failed";
    private const string FailedTests = "FailingTests";

    [TestMethod]
    public async Task A_run_shows_its_classes_why_one_failed_and_what_a_test_did()
    {
        await using Chromium chromium = await Chromium.StartAsync(proxy: null, authority: null);
        using DashboardScene scene = new();
        await using ShownRun suite = scene.StartSuite(("TESTORCHESTRATOR_DASHBOARD", "wait"));
        DashboardPage page = await DashboardPage.OpenAsync(chromium, await suite.WaitForAddressAsync("stays until Ctrl+C"));

        await page.SeeAsync("ProductTests", Passed, FailedTests, Failed);
        await page.SeeTraceAsync();
        await page.ExecuteAsync(FailedTests, "Console logs");
        await page.SeeAsync("A_product_is_free failed.");
    }

    [TestMethod]
    public async Task The_commands_of_a_class_that_failed_show_its_files_and_keep_its_application()
    {
        await using Chromium chromium = await Chromium.StartAsync(proxy: null, authority: null);
        using DashboardScene scene = new();
        await using ShownRun suite = scene.StartGatedSuite([], ("TESTORCHESTRATOR_DASHBOARD", "1"));
        DashboardPage page = await DashboardPage.OpenAsync(chromium, await suite.WaitForAddressAsync("dashboard: http"));
        await page.SeeAsync("Running, 0 passed, 1 failed");
        string application = Directory.EnumerateDirectories(Path.Combine(scene.RunDirectory, "apps"), "failing-tests-*").Single();

        await page.ExecuteAsync(FailedTests, "Show where the logs are");
        await page.SeeAnswerAsync(Path.Combine(application, "logs", "api.log"));

        string traffic = Path.Combine(application, "traffic.har");
        File.Delete(traffic);
        await page.ExecuteAsync(FailedTests, "Write the traffic (HAR)");
        await page.SeeAnswerAsync(traffic);
        Assert.IsTrue(File.Exists(traffic), "It is written anew.");

        string reopen = $"--reopen {application}";
        await page.ExecuteAsync(FailedTests, "Keep the application");
        await page.SeeAnswerAsync(reopen);
        await page.ExecuteAsync(FailedTests, "Reopen the application");
        await page.SeeAnswerAsync("When its last test has ended:");
        await page.SeeAnswerAsync(reopen);

        scene.OpenGate();
        await suite.WaitForEndAsync();
        string[] kept = Directory.GetDirectories(Path.Combine(scene.RunDirectory, "apps"), "kept", SearchOption.AllDirectories);
        CollectionAssert.AreEqual(new[] { Path.Combine(application, "kept") }, kept, "No other one is kept.");
        Assert.IsNotEmpty(Directory.GetFileSystemEntries(kept[0]));
        StringAssert.Contains(suite.Output, $"dashboard: it ends now; orch dashboard {scene.RunDirectory} opens the run again");
    }

    [TestMethod]
    [DataRow("TESTORCHESTRATOR_DASHBOARD")]
    [DataRow("TESTORCHESTRATOR_TELEMETRY")]
    public async Task A_run_that_is_over_is_shown_with_states_logs_and_traces(string kept)
    {
        await using Chromium chromium = await Chromium.StartAsync(proxy: null, authority: null);
        using DashboardScene scene = new();
        await using (ShownRun suite = scene.StartSuite(["--keep-apps"], (kept, "1")))
        {
            await suite.WaitForEndAsync();
        }

        await using ShownRun opened = scene.OpenDashboard(scene.RunDirectory);
        DashboardPage page = await DashboardPage.OpenAsync(chromium, await opened.WaitForAddressAsync("shows the run"));

        await page.SeeAsync("ProductTests", Passed, FailedTests, Failed, "Running until the end");
        await page.SeeTraceAsync();
        await page.ExecuteAsync(FailedTests, "Console logs");
        await page.SeeAsync("A_product_is_free failed.");
        await page.ExecuteAsync(FailedTests, "Show where the logs are");
        await page.SeeAnswerAsync("api.log");
        await page.ExecuteAsync(FailedTests, "Reopen the application");
        await page.SeeAnswerAsync($"--reopen {Path.Combine(scene.RunDirectory, "apps", "failing-tests-")}");
    }

    [TestMethod]
    public async Task One_dashboard_shows_all_runs_that_are_started_meanwhile_and_those_before_to_choose_from()
    {
        await using Chromium chromium = await Chromium.StartAsync(proxy: null, authority: null);
        using DashboardScene scene = new();
        await using (ShownRun before = scene.StartSuite(["--filter", "ClassName~ProductTests"]))
        {
            await before.WaitForEndAsync();
        }

        Assert.IsFalse(Directory.Exists(Path.Combine(scene.RunDirectory, "telemetry")), "What is not asked for costs nothing.");

        await using ShownRun dashboard = scene.OpenDashboard("--share", scene.RunDirectory);
        Uri address = await dashboard.WaitForAddressAsync("until Ctrl+C");
        DashboardPage page = await DashboardPage.OpenAsync(chromium, address);
        await page.SeeRowsAsync(0, "ProductTests");
        await page.ExecuteAsync("DashboardSuite", "Show the run");
        await page.ShowResourcesAsync();
        await page.SeeRowsAsync(1, "ProductTests");

        await using ShownRun again = scene.OpenDashboard("--share");
        Assert.AreEqual(address, await again.WaitForAddressAsync("is open already"));
        await again.WaitForEndAsync();
        Assert.AreEqual(0, again.ExitCode, again.Output);

        await using ShownRun first = scene.StartGatedSuite([], ("TESTORCHESTRATOR_DASHBOARD", "1"));
        await using ShownRun second = scene.StartGatedSuite([], ("TESTORCHESTRATOR_DASHBOARD", "1"));
        Assert.AreEqual(address, await first.WaitForAddressAsync(", of process "));
        await second.WaitForAddressAsync(", of process ");
        await page.SeeRowsAsync(3, "ProductTests");

        // Two classes, and the two runs.
        await page.SeeRowsAsync(4, "Running, 0 passed, 1 failed");
        await page.SeeAsync("fulfilment");

        scene.OpenGate();
        await first.WaitForEndAsync();
        await second.WaitForEndAsync();
        await page.SeeAsync(Failed, "Failed, 2 passed, 1 failed");
        await page.SeeTraceAsync();
        StringAssert.Contains(first.Output, "opens the run again");
    }

    [TestMethod]
    public async Task A_dashboard_that_dies_while_tests_run_leaves_them_green_with_one_message()
    {
        using DashboardScene scene = new();
        await using ShownRun suite = scene.StartGatedSuite(["--filter", "ClassName~ProductTests"], ("TESTORCHESTRATOR_DASHBOARD", "1"));
        await suite.WaitForAddressAsync("dashboard: http");

        scene.KillDashboard();
        scene.OpenGate();
        await suite.WaitForEndAsync();

        Assert.AreEqual(0, suite.ExitCode, suite.Output);
        string[] said = [.. suite.Output.Split('\n').Where(line => line.Contains("TO17", StringComparison.Ordinal))];
        Assert.HasCount(1, said, suite.Output);
        StringAssert.Contains(said[0], "TO1712: Aspire's dashboard has ended: TO1409: 'aspire-dashboard' was ended by SIGKILL.");
        StringAssert.Contains(suite.Output, $"orch dashboard {scene.RunDirectory} opens the run again.");
    }
}
