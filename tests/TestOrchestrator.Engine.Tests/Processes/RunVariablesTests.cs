namespace TestOrchestrator.Engine.Tests.Processes;

[TestClass]
public sealed class RunVariablesTests
{
    // As dotnet test and container images leave them behind.
    private static readonly string[] s_leaking =
    [
        "_MSBUILDTLENABLED=0",
        "ASPNETCORE_HTTPS_PORTS=8081",
        "ASPNETCORE_HTTP_PORTS=8080",
        "ASPNETCORE_URLS=http://+:1",
        "DOTNET_CLI_TELEMETRY_SESSIONID=1",
        "DOTNET_HTTPS_PORTS=2",
        "DOTNET_HTTP_PORTS=1",
        "DOTNET_STARTUP_HOOKS=",
        "DOTNET_URLS=http://+:1",
        "MSBUILDDISABLENODEREUSE=1",
        "MSBuildSDKsPath=/sdks",
        "TESTINGPLATFORM_DOTNETTEST_EXECUTIONID=1",
        "TESTORCHESTRATOR_LANE=fast",
        "VSTEST_HOST_DEBUG=0",
    ];

    [TestMethod]
    public async Task A_process_has_the_environment_of_the_test_host_without_what_belongs_to_it_and_with_the_marks_of_its_run()
    {
        using TemporaryDirectory directory = new();
        await using RunningProgram owner = RunningProgram.Start(
            "/usr/bin/env",
            ["-i", $"TESTORCHESTRATOR_STATE={directory["state"]}", "PATH=/usr/bin:/bin", "ORDINARY=stays", "EMPTY=", "ASPNETCORE_ENVIRONMENT=Development", .. s_leaking,
             DotnetHost.Path, "exec", AssetPrograms.TargetOf("EngineOwner"), "run", directory["runs"], "exec cat /proc/self/environ"]);
        string run = await owner.LineAsync("run ").Soon();
        string state = await owner.LineAsync("state ").Soon();
        string log = Path.Combine(await owner.LineAsync("directory ").Soon(), "0.log");
        await owner.LineAsync("started").Soon();
        await Eventually.IsTrueAsync(() => MarkedProcesses.With($"TESTORCHESTRATOR_RUN={run}").Count == 0);

        string[] variables = (await File.ReadAllTextAsync(log)).Split('\0', StringSplitOptions.RemoveEmptyEntries);

        // PWD is the shell's.
        Assert.AreEqual(
            $"ASPNETCORE_ENVIRONMENT=Development\nEMPTY=\nORDINARY=stays\nPATH=/usr/bin:/bin\nPWD={state}\nTESTORCHESTRATOR_RUN={run}\nTMPDIR={state}/tmp",
            string.Join('\n', variables.Order(StringComparer.Ordinal)));
        await owner.WriteLineAsync("dispose");
        Assert.AreEqual(0, await owner.ExitedAsync().Soon());
    }
}
