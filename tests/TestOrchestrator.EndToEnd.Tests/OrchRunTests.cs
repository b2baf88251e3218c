using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using TestOrchestrator.EndToEnd.Tests.Support;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.EndToEnd.Tests;

/// <summary>
/// <c>orch run</c> of app hosts, by the tool as it is installed from its package. Each builds its app host, so only one runs at a time.
/// </summary>
[TestClass]
[DoNotParallelize]
[UnsupportedOSPlatform("windows")]
public sealed partial class OrchRunTests
{
    [TestMethod]
    [DataRow("real")]
    [DataRow("fast")]
    public async Task An_app_host_that_has_never_heard_of_this_repository_runs_until_Ctrl_C_and_leaves_nothing(string lane)
    {
        Suite suite = await Suite.GetAsync();
        using SuiteRun run = await SuiteRun.OfOrchRunAsync(suite.PlainAppHost, "--lane", lane, "--", "--greeting", "Servus");

        Assert.AreEqual("Servus, world", await run.AskAsync("greeter", "/"));
        Assert.AreEqual("an answer", await run.AskAsync("greeter", "/database"));
        Assert.AreEqual(lane, run.Events.Single(e => e.GetProperty("event").GetString() == "app-starting").GetProperty("lane").GetString());
        string program = Path.Combine(suite.Root, "Greeter", "bin", "Debug", "net10.0", "Greeter.dll");
        string manifest = Path.Combine(suite.PlainAppHost, "bin", "Debug", "net10.0", "PlainAppHost.services.tsv");
        StringAssert.EndsWith((await File.ReadAllTextAsync(manifest)).TrimEnd(), $"\t{program}");
        string[] inherited = [.. Leftovers.VariablesOf(run.RunId, run.StateDirectory)];
        Assert.IsNotEmpty(inherited);
        Assert.IsFalse(Array.Exists(inherited, v => v.StartsWith("DOTNET_STARTUP_HOOKS=", StringComparison.Ordinal)), "It is for the app host alone.");

        Signals.Interrupt(run.Command.Id);
        await run.Command.EndedAsync();

        Assert.AreEqual(0, run.ExitCode, run.Output);
        Assert.AreEqual("run-ended", run.EventNames.Last());
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    [DataRow("orch")]
    [DataRow("dotnet run")]
    [DataRow("app host")]
    public async Task SIGKILL_of_one_of_its_processes_leaves_nothing(string which)
    {
        Suite suite = await Suite.GetAsync();
        using SuiteRun run = await SuiteRun.OfOrchRunAsync(suite.PlainAppHost);
        await run.AskAsync("greeter", "/");
        int appHost = run.TestHostId;

        Signals.Kill(which switch { "orch" => run.Command.Id, "dotnet run" => ParentOf(appHost), _ => appHost });
        await run.Command.EndedAsync();

        await run.LeavesNothingAsync();
        await run.IsGoneAsync(appHost);
    }

    [TestMethod]
    public async Task An_app_host_that_calls_UseLocalEngine_uses_its_own_copy_once()
    {
        Suite suite = await Suite.GetAsync();
        using SuiteRun run = await SuiteRun.OfOrchRunAsync(suite.AppHost);

        Assert.AreEqual("Hello, world", await run.AskAsync("greeter", "/"));
        string[] loaded = [.. (await File.ReadAllLinesAsync($"/proc/{run.TestHostId}/maps"))
            .Where(line => line.EndsWith("TestOrchestrator.Hosting.dll", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..])
            .Distinct()];
        CollectionAssert.AreEqual(new[] { Path.Combine(suite.AppHost, "bin", "Debug", "net10.0", "TestOrchestrator.Hosting.dll") }, loaded);

        Signals.Interrupt(run.Command.Id);
        await run.Command.EndedAsync();
        Assert.AreEqual(0, run.ExitCode, run.Output);
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task A_model_that_the_engine_refuses_is_said_in_a_line_and_the_exit_code_is_1()
    {
        using SuiteRun run = await SuiteRun.OfOrchRunAsync((await Suite.GetAsync()).PlainAppHost, "--", "--image", "acme/ledger");
        await run.Command.EndedAsync();

        Assert.AreEqual(1, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, $"{Environment.NewLine}TO1131: 'ledger' is a container of the image 'acme/ledger:latest'");
        Assert.DoesNotContain("Unhandled exception", run.Output);
        Assert.AreEqual("run-ended", run.EventNames.Last());
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    [DataRow("first", "No application today.")]
    [DataRow("started", "No application any more.")]
    public async Task What_an_app_host_throws_is_said_with_its_place_and_the_exit_code_is_1(string when, string message)
    {
        using SuiteRun run = await SuiteRun.OfOrchRunAsync((await Suite.GetAsync()).PlainAppHost, "--", "--fail", when);
        await run.Command.EndedAsync();

        Assert.AreEqual(1, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, $"TO1703: The app host 'PlainAppHost' failed: System.InvalidOperationException: {message}");
        StringAssert.Contains(run.Output, "Program.cs:line ");
        Assert.DoesNotContain("Unhandled exception", run.Output);
        if (when == "first")
        {
            Assert.IsEmpty(Directory.GetDirectories(run.Runs), "No run was started.");
        }
        else
        {
            Assert.AreEqual("run-ended", run.EventNames.Last());
            await run.LeavesNothingAsync();
        }
    }

    [TestMethod]
    public async Task In_publish_mode_the_manifest_is_that_of_dotnet_run()
    {
        Suite suite = await Suite.GetAsync();
        string[] publish = ["--operation", "publish", "--publisher", "manifest", "--output-path"];
        string withHook = Path.Combine(suite.Root, "with-hook.json");
        string without = Path.Combine(suite.Root, "without.json");

        using SuiteRun run = await SuiteRun.OfOrchRunAsync([suite.PlainAppHost, "--", .. publish, withHook]);
        await run.Command.EndedAsync();
        using Support.Command plain = await Support.Command.RunAsync(
            "dotnet",
            ["run", "--no-build", "--project", suite.PlainAppHost, "--", .. publish, without],
            suite.Root,
            suite.Environment);

        Assert.AreEqual((0, 0), (run.ExitCode, plain.ExitCode), run.Output + plain.Output);
        Assert.AreEqual(await File.ReadAllTextAsync(without), await File.ReadAllTextAsync(withHook));
        Assert.IsEmpty(Directory.GetDirectories(run.Runs), "No run was started.");
    }

    [TestMethod]
    [DataRow("Tests", "fast")]
    [DataRow("Tests", "real")]
    [DataRow("PlainTests", "real")]
    public async Task An_application_that_was_kept_is_continued_by_the_command_that_the_failed_test_prints(string project, string lane)
    {
        string path = Path.Combine((await Suite.GetAsync()).Root, project);
        using SuiteRun failed = await SuiteRun.OfProjectAsync(path, "--filter", "ClassName~VisitTests", "--keep-apps", "--lane", lane);
        Assert.AreEqual(2, failed.ExitCode, failed.Output);
        await failed.LeavesNothingAsync();
        string[] command = Reopen().Match(failed.Output).Groups["command"].Value.Split(' ');
        Assert.HasCount(3, command, failed.Output);

        // Each time from what was kept, which stays as it was.
        for (int time = 0; time < 2; time++)
        {
            using SuiteRun reopened = await SuiteRun.OfOrchRunAsync(command);

            Assert.AreEqual("Servus, world", await reopened.AskAsync("greeter", "/"));
            Assert.AreEqual("2 stored, +OK :2 counted", await reopened.AskAsync("greeter", "/visits"));

            Signals.Interrupt(reopened.Command.Id);
            await reopened.Command.EndedAsync();
            Assert.AreEqual(0, reopened.ExitCode, reopened.Output);
            await reopened.LeavesNothingAsync();
        }
    }

    [TestMethod]
    public async Task A_directory_that_was_not_kept_is_said_before_anything_starts()
    {
        Suite suite = await Suite.GetAsync();
        using SuiteRun run = await SuiteRun.OfOrchRunAsync(suite.PlainAppHost, "--reopen", suite.Feed);
        await run.Command.EndedAsync();

        Assert.AreEqual(1, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, $"TO1412: '{suite.Feed}' is not the directory of an application that was kept");
    }

    private static int ParentOf(int pid) => int.Parse(
        File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("PPid:", StringComparison.Ordinal))["PPid:".Length..],
        CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Reopen: +orch run (?<command>\S+ --reopen \S+)")]
    private static partial Regex Reopen();
}
