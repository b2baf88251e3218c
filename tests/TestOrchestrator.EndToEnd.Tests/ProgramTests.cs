using TestOrchestrator.EndToEnd.Tests.Support;

namespace TestOrchestrator.EndToEnd.Tests;

/// <summary>App hosts that know nothing of this repository, and how the programs of their services are found.</summary>
[TestClass]
public sealed class ProgramTests
{
    private const string Passing = "ClassName=GreeterTests|ClassName=VisitTests";

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task An_app_host_that_has_never_heard_of_this_repository_runs_in_a_test_project_that_references_it(string lane)
    {
        Suite suite = await Suite.GetAsync();
        string appHost = await File.ReadAllTextAsync(Path.Combine(suite.Root, "PlainAppHost", "PlainAppHost.csproj"));
        Assert.IsFalse(appHost.Contains("TestOrchestrator", StringComparison.Ordinal), appHost);

        using SuiteRun run = await SuiteRun.OfProjectAsync(suite.PlainTestProject, "--filter", Passing, "--lane", lane);

        Assert.AreEqual(0, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "succeeded: 2");
        await run.LeavesNothingAsync();
    }

    [TestMethod]
    [DataRow("Tests")]
    [DataRow("PlainTests")]
    [DataRow("AppHost")]
    public async Task A_build_writes_down_where_the_program_of_each_service_is(string project)
    {
        Suite suite = await Suite.GetAsync();

        Assert.AreEqual($"{ProjectOfGreeter(suite)}\t{ProgramOfGreeter(suite, "Debug")}", await ReadProgramsAsync(suite, project, "Debug"));
    }

    [TestMethod]
    public async Task Tests_run_the_programs_of_their_own_configuration_and_name_the_one_that_is_missing()
    {
        Suite suite = await Suite.GetAsync();
        string program = ProgramOfGreeter(suite, "Release");
        await suite.BuildAsync("PlainTests", "Release");

        Assert.AreEqual($"{ProjectOfGreeter(suite)}\t{program}", await ReadProgramsAsync(suite, "PlainTests", "Release"));
        using (SuiteRun run = await SuiteRun.OfProjectAsync(suite.PlainTestProject, "--filter", Passing, "--configuration", "Release"))
        {
            Assert.AreEqual(0, run.ExitCode, run.Output);
        }

        // That of the other configuration is still there, and nothing falls back to it.
        File.Delete(program);
        using SuiteRun without = await SuiteRun.OfProjectAsync(suite.PlainTestProject, "--filter", Passing, "--configuration", "Release");

        Assert.AreEqual(2, without.ExitCode, without.Output);
        StringAssert.Contains(without.Output, $"TO1208: Project 'greeter' is not built: '{program}' is not there. Build the app host");
        await without.LeavesNothingAsync();
    }

    private static string ProjectOfGreeter(Suite suite) => Path.Combine(suite.Root, "Greeter", "Greeter.csproj");

    private static string ProgramOfGreeter(Suite suite, string configuration) =>
        Path.Combine(suite.Root, "Greeter", "bin", configuration, "net10.0", "Greeter.dll");

    private static async Task<string> ReadProgramsAsync(Suite suite, string project, string configuration)
    {
        string output = Path.Combine(suite.Root, project, "bin", configuration, "net10.0");
        return (await File.ReadAllTextAsync(Path.Combine(output, $"{project}.services.tsv"))).TrimEnd();
    }
}
