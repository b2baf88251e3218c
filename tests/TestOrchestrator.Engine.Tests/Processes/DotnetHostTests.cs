namespace TestOrchestrator.Engine.Tests.Processes;

[TestClass]
public sealed class DotnetHostTests
{
    [TestMethod]
    public async Task It_is_the_program_that_runs_this_process_s_framework()
    {
        await using RunningProgram dotnet = RunningProgram.Start(DotnetHost.Path, ["--list-runtimes"]);

        Assert.AreEqual(0, await dotnet.ExitedAsync().Soon());
        Assert.Contains($"Microsoft.NETCore.App {Environment.Version} [{Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), ".."))}]", dotnet.Output);
    }
}
