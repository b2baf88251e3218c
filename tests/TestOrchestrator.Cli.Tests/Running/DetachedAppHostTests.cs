namespace TestOrchestrator.Cli.Tests.Running;

[TestClass]
public sealed class DetachedAppHostTests
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
          </PropertyGroup>
        </Project>
        """;

    private const string Program = """
        using System;
        using System.Runtime.InteropServices;
        using System.Threading;

        using ManualResetEventSlim asked = new();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            asked.Set();
        });
        Console.WriteLine($"started {string.Join(' ', args)}");
        asked.Wait();
        Console.WriteLine("stopped");
        """;

    [TestMethod]
    public async Task An_app_host_becomes_the_only_process_of_a_group_and_is_stopped_gracefully()
    {
        await using Orch orch = new();
        string directory = orch.Write("Shop.AppHost", "Shop.AppHost.csproj", Project);
        orch.Write("Shop.AppHost", "Program.cs", Program);

        OrchResult run = await orch.RunAsync("run", directory, "--detach", "--parameter", "title=Hello", "--", "{{x}}");
        await Eventually.IsTrueAsync("what the app host writes is in its log", async () =>
        {
            OrchResult logs = await orch.RunAsync("logs", "Shop.AppHost");
            return logs.Output.Contains("started {{x}} --Parameters:title=Hello", StringComparison.Ordinal);
        });
        OrchResult stop = await orch.RunAsync("group", "stop", "Shop.AppHost");
        string log = (await orch.RunAsync("logs", "Shop.AppHost")).Output;
        OrchResult terminate = await orch.RunAsync("group", "terminate", "Shop.AppHost");

        Assert.AreEqual((0, ""), (run.ExitCode, run.Errors));
        StringAssert.Contains(run.Output, "app-host: started");
        StringAssert.Contains(stop.Output, "app-host: stopped");
        StringAssert.EndsWith(log, "stopped\n");
        Assert.AreEqual(0, terminate.ExitCode);
        Assert.IsEmpty(orch.Processes);
    }

    [TestMethod]
    public async Task What_was_kept_is_continued_by_an_app_host_that_is_left_running_too()
    {
        await using Orch orch = new();
        string directory = orch.Write("Shop.AppHost", "Shop.AppHost.csproj", Project);
        const string Reopen = "{Environment.GetEnvironmentVariable(\"TESTORCHESTRATOR_REOPEN\")}";
        orch.Write("Shop.AppHost", "Program.cs", Program.Replace("started {string", $"started {Reopen} {{string", StringComparison.Ordinal));
        string application = orch.Write("application", "kept/kept.json", """
            { "version": 1, "address": "127.64.0.7", "args": [ "--title=Kept" ] }
            """);

        OrchResult run = await orch.RunAsync("run", directory, "--detach", "--reopen", application);

        Assert.AreEqual((0, ""), (run.ExitCode, run.Errors));
        await Eventually.IsTrueAsync("the app host knows what it continues", async () =>
        {
            OrchResult logs = await orch.RunAsync("logs", "Shop.AppHost");
            return logs.Output.Contains($"started {application} --title=Kept", StringComparison.Ordinal);
        });
    }

    [TestMethod]
    public async Task A_group_is_not_created_from_an_app_host()
    {
        await using Orch orch = new();
        string directory = orch.Write("Shop.AppHost", "Shop.AppHost.csproj", Project);

        OrchResult create = await orch.RunAsync("group", "create", directory);

        Assert.AreEqual(1, create.ExitCode);
        StringAssert.StartsWith(create.Errors, "TO1821: There is no group file");
        StringAssert.Contains(create.Errors, "'orch run' starts an app host.");
    }
}
