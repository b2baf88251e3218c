using System.Runtime.InteropServices;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Dashboards;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Hosting.Tests.Dashboards;

[TestClass]
public sealed class DashboardProgramTests
{
    private static readonly string s_package = $"aspire.dashboard.sdk.{RuntimeInformation.RuntimeIdentifier}";

    [TestMethod]
    public void The_metadata_of_an_app_host_name_the_program()
    {
        string? program = DashboardProgram.Of(typeof(Projects.AppHost).Assembly);

        Assert.IsTrue(File.Exists(program), $"'{program}' is there.");
        Assert.IsNull(DashboardProgram.Of(typeof(string).Assembly));
    }

    [TestMethod]
    public void What_a_run_has_recorded_comes_first()
    {
        using TemporaryDirectory directory = new();
        string program = Program(directory, "elsewhere");
        Program(directory, s_package, "13.6.5", "tools");
        DashboardProgram.Record(directory.Path, program);

        Assert.AreEqual(program, DashboardProgram.Find([directory.Path], directory.Path));
    }

    [TestMethod]
    public void Without_it_the_newest_of_the_package_cache_is_used()
    {
        using TemporaryDirectory directory = new();
        Program(directory, s_package, "9.5.2", "tools");
        string newest = Program(directory, s_package, "13.6.5", "tools");
        DashboardProgram.Record(directory.Path, directory["gone"]);

        Assert.AreEqual(newest, DashboardProgram.Find([directory.Path], directory.Path));
        Assert.AreEqual(newest, DashboardProgram.Find([], directory.Path));
    }

    [TestMethod]
    public void Without_any_a_message_says_where_it_was_looked_for()
    {
        using TemporaryDirectory directory = new();
        DashboardProgram.Record(directory.Path, directory["gone"]);

        AppHostException none = Assert.ThrowsExactly<AppHostException>(() => DashboardProgram.Find([directory.Path], directory.Path));

        Assert.AreEqual(
            $"TO1715: Aspire's dashboard was not found: '{directory["gone"]}', which the run has recorded, is not there, and there is none "
            + $"in '{directory[s_package]}'. The build of an app host with Aspire.AppHost.Sdk restores it: run dotnet restore on one.",
            none.Message);
    }

    private static string Program(TemporaryDirectory directory, params string[] folders)
    {
        string folder = Directory.CreateDirectory(Path.Combine([directory.Path, .. folders])).FullName;
        string program = Path.Combine(folder, "Aspire.Dashboard");
        File.WriteAllText(program, "");
        return program;
    }
}
