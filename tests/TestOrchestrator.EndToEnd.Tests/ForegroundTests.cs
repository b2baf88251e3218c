using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using TestOrchestrator.EndToEnd.Tests.Support;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.EndToEnd.Tests;

/// <summary><c>dotnet run</c> of the app host, which calls <c>UseLocalEngine</c>.</summary>
[TestClass]
[UnsupportedOSPlatform("windows")]
public sealed partial class ForegroundTests
{
    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task An_app_host_runs_until_Ctrl_C_and_leaves_nothing(string lane)
    {
        using SuiteRun run = await SuiteRun.OfAppHostAsync("--lane", lane);

        Assert.AreEqual(lane, LaneOf(run));
        Assert.AreEqual("Hello, world", await run.AskAsync("greeter", "/"));
        Assert.AreEqual("1 stored, +OK :1 counted", await run.AskAsync("greeter", "/visits"));

        Signals.Interrupt(run.TestHostId);
        await run.Command.EndedAsync();

        Assert.AreEqual(0, run.ExitCode, run.Output);
        Assert.AreEqual("run-ended", run.EventNames.Last());
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task An_app_host_starts_processes_and_the_dashboard_of_Aspire_and_reveals_no_secret()
    {
        using SuiteRun run = await SuiteRun.OfAppHostAsync();

        Assert.AreEqual("real", LaneOf(run));
        Assert.AreEqual("Hello, world", await run.AskAsync("greeter", "/"));
        StringAssert.Matches(run.Output, Login());
        StringAssert.Contains(await run.AskAsync("aspire-dashboard", "/login"), "<html");

        string[] secrets = [.. Leftovers.VariablesOf(run.RunId, run.StateDirectory)
            .Where(v => v.StartsWith("ConnectionStrings__", StringComparison.Ordinal))
            .Select(v => Password().Match(v).Groups["password"].Value)
            .Distinct()];
        Assert.HasCount(2, secrets, "one of Postgres and one of Redis");
        string[] readable =
        [
            .. Leftovers.ProcessesOf(run.RunId, run.StateDirectory),
            .. Directory.GetFiles(run.RunDirectory, "*", SearchOption.AllDirectories).Select(File.ReadAllText),
            run.Output,
        ];
        Assert.IsGreaterThan(5, readable.Length);
        Assert.DoesNotContain("", secrets);
        Assert.IsFalse(
            secrets.Any(secret => readable.Any(text => text.Contains(secret, StringComparison.Ordinal))),
            "No argument, no file and no line of the output has a password.");

        Signals.Interrupt(run.TestHostId);
        await run.Command.EndedAsync();
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task SIGKILL_of_dotnet_run_ends_its_app_host_in_order()
    {
        using SuiteRun run = await SuiteRun.OfAppHostAsync();
        await run.AskAsync("greeter", "/");

        Signals.Kill(run.Command.Id);
        await run.Command.EndedAsync();

        await run.LeavesNothingAsync();
        Assert.AreEqual("run-ended", run.EventNames.Last());
    }

    [TestMethod]
    public async Task SIGKILL_of_an_app_host_leaves_nothing_and_the_run_directory_says_so()
    {
        using SuiteRun run = await SuiteRun.OfAppHostAsync();
        await run.AskAsync("greeter", "/");

        Signals.Kill(run.TestHostId);
        await run.Command.EndedAsync();

        await run.LeavesNothingAsync();
        Assert.AreEqual("run-abandoned", run.EventNames.Last());
    }

    [TestMethod]
    public async Task An_app_host_says_why_a_service_has_ended_and_goes_on_as_with_Aspires_own_engine()
    {
        using SuiteRun run = await SuiteRun.OfAppHostAsync("--greeting", "fail");
        await run.SaysAsync("System.InvalidOperationException: The greeter is set to fail.");

        Signals.Interrupt(run.TestHostId);
        await run.Command.EndedAsync();

        Assert.AreEqual(0, run.ExitCode, run.Output);
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task An_app_host_whose_application_cannot_run_says_why_and_ends()
    {
        using SuiteRun run = await SuiteRun.OfAppHostAsync("--image", "acme/ledger");
        await run.Command.EndedAsync();

        Assert.AreEqual(1, run.ExitCode, run.Output);
        Assert.DoesNotContain("Unhandled exception", run.Output);
        StringAssert.Contains(run.Output, "TO1131: 'ledger' is a container of the image 'acme/ledger:latest'");
        Assert.AreEqual("run-ended", run.EventNames.Last());
        await run.LeavesNothingAsync();
    }

    private static string? LaneOf(SuiteRun run) =>
        run.Events.Single(e => e.GetProperty("event").GetString() == "app-starting").GetProperty("lane").GetString();

    [GeneratedRegex(@"Login to the dashboard at http://\S+/login\?t=\w+")]
    private static partial Regex Login();

    [GeneratedRegex("[Pp]assword=(?<password>[^;,]+)")]
    private static partial Regex Password();
}
