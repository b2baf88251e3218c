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

    [TestMethod]
    public void The_last_20_runs_of_all_projects_below_a_directory_are_found_newest_first()
    {
        using TemporaryDirectory directory = new();
        string[] ids = [.. Enumerable.Range(10, 21).Select(day => $"202612{day}-101010-abcd")];
        foreach ((int index, string id) in ids.Index())
        {
            string project = index % 2 == 0 ? "One.Tests" : Path.Combine("tests", "Two.Tests");
            string run = Directory.CreateDirectory(Path.Combine(directory.Path, project, "artifacts", "testorchestrator", id)).FullName;
            File.WriteAllText(Path.Combine(run, "run.json"), $$"""{"version":1,"id":"{{id}}","name":"Tests","lane":"fast"}""");
        }

        string[] found = [.. RecentRuns.Find(RecentRuns.Below(directory.Path)).Select(r => r.Id)];

        CollectionAssert.AreEqual(ids.Reverse().Take(20).ToArray(), found);
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
