using TestOrchestrator.Cli.Dashboards;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Records;

namespace TestOrchestrator.Cli.Tests.Dashboards;

[TestClass]
public sealed class RecentRunsTests
{
    private static readonly RunRecord[] s_runs = [Run("20261202-101010-abcd"), Run("20261201-101010-abcd"), Run("20261201-090909-efgh")];

    [TestMethod]
    [DataRow("1", "/runs/20261202-101010-abcd")]
    [DataRow("3", "/runs/20261201-090909-efgh")]
    [DataRow("20261201-09", "/runs/20261201-090909-efgh")]
    public void A_run_is_meant_by_its_number_or_the_beginning_of_its_id(string wanted, string directory) =>
        Assert.AreEqual(directory, RecentRuns.Choose(s_runs, wanted));

    [TestMethod]
    public void A_directory_that_is_not_among_the_last_runs_can_be_opened()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["run.json"], "{}");

        Assert.AreEqual(directory.Path, RecentRuns.Choose([], directory.Path));
    }

    [TestMethod]
    [DataRow("4", "TO1904: '4' is neither the directory of a run nor one of the 3 last runs below ")]
    [DataRow("20261201", "TO1904: '20261201' is the beginning of 2 runs: '20261201-101010-abcd', '20261201-090909-efgh'.")]
    public void What_is_no_run_or_several_is_refused(string wanted, string message)
    {
        EngineException refused = Assert.ThrowsExactly<EngineException>(() => RecentRuns.Choose(s_runs, wanted));

        StringAssert.StartsWith(refused.Message, message);
    }

    private static RunRecord Run(string id) => new()
    {
        Directory = $"/runs/{id}",
        Id = id,
        Name = "Tests",
        Lane = "fast",
        Started = default,
        Applications = [],
    };
}
