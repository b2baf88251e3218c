namespace TestOrchestrator.AppModel.Tests.Building;

[TestClass]
public sealed class LaneTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    [DataRow("fast", true, "fast")]
    [DataRow("REAL", true, "real")]
    [DataRow("Containers", true, "containers")]
    [DataRow("slow", false, "fast")]
    [DataRow("", false, "fast")]
    [DataRow(null, false, "fast")]
    public void A_lane_is_read_in_any_case(string? text, bool known, string name)
    {
        bool found = Lane.TryParse(text, out Lane lane);

        Assert.AreEqual((known, name), (found, lane.ToString()));
    }

    [TestMethod]
    public void Lanes_go_from_the_quickest_to_the_most_faithful() =>
        CollectionAssert.AreEqual(new[] { Lane.Fast, Lane.Real, Lane.Containers }, Lane.All);

    [TestMethod]
    public void The_default_lane_is_fast()
    {
        Lane lane = default;

        Assert.AreEqual("fast", lane.ToString());
        Assert.AreEqual(Lane.Fast, lane);
        Assert.AreEqual(Lane.Fast.GetHashCode(), lane.GetHashCode());
    }

    [TestMethod]
    public void A_resource_runs_in_the_lane_that_it_was_pinned_to_last_or_in_the_applications()
    {
        IResource pinned = _app.AddProgram("pinned").WithLane("containers").WithLane("Real").Resource;
        IResource free = _app.AddProgram("free").Resource;

        Assert.AreEqual(Lane.Real, pinned.GetLane(Lane.Fast));
        Assert.AreEqual(Lane.Containers, free.GetLane(Lane.Containers));
    }
}
