using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using TestOrchestrator.EndToEnd.Tests.Support;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.EndToEnd.Tests;

/// <summary><c>dotnet run</c> of the app host, and what it continues.</summary>
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

        using HttpClient greeter = new() { BaseAddress = AddressOfGreeter(run) };
        Assert.AreEqual("Hello, world", await greeter.GetStringAsync("/"));
        Assert.AreEqual("1 stored, +OK :1 counted", await greeter.GetStringAsync("/visits"));
        string connections = Connections().Match(run.Output).Groups["file"].Value;
        StringAssert.Contains(await File.ReadAllTextAsync(connections), "    postgresql://postgres:");
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(connections));

        Signals.Interrupt(run.TestHostId);
        await run.Command.EndedAsync();

        Assert.AreEqual(0, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "[greeter] is Ready.");
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    public async Task An_app_host_says_what_is_wrong_and_exits_with_1()
    {
        using SuiteRun run = await SuiteRun.OfAppHostAsync("--greeting", "fail");
        await run.Command.EndedAsync();

        Assert.AreEqual(1, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "System.InvalidOperationException: The greeter was told to fail.");
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task An_application_that_was_kept_is_continued_from_its_data(string lane)
    {
        using SuiteRun failed = await SuiteRun.OfDotnetTestAsync("ClassName=VisitTests", "--keep-apps", "--lane", lane);
        Assert.AreEqual(2, failed.ExitCode, failed.Output);
        await failed.LeavesNothingAsync();
        string[] reopen = Reopen().Match(failed.Output).Groups["args"].Value.Split(' ');
        Assert.HasCount(2, reopen, failed.Output);

        // Each time from what was kept, which stays as it was.
        for (int time = 0; time < 2; time++)
        {
            using SuiteRun reopened = await SuiteRun.OfAppHostAsync(reopen);

            using HttpClient greeter = new() { BaseAddress = AddressOfGreeter(reopened) };
            Assert.AreEqual("Servus, world", await greeter.GetStringAsync("/"));
            Assert.AreEqual("2 stored, +OK :2 counted", await greeter.GetStringAsync("/visits"));

            Signals.Interrupt(reopened.TestHostId);
            await reopened.Command.EndedAsync();
            Assert.AreEqual(0, reopened.ExitCode, reopened.Output);
            await reopened.LeavesNothingAsync();
        }
    }

    private static Uri AddressOfGreeter(SuiteRun run)
    {
        Match row = Row().Match(run.Output);
        Assert.IsTrue(row.Success, run.Output);
        return new(row.Groups["url"].Value);
    }

    [GeneratedRegex(@"^greeter +Ready +\d* *(?<url>http://\S+)", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("Connection strings, for you alone: (?<file>.*)")]
    private static partial Regex Connections();

    [GeneratedRegex(@"Reopen: +dotnet run --project \S+ -- (?<args>--reopen \S+)")]
    private static partial Regex Reopen();
}
