namespace TestOrchestrator.Engine.Tests.Definitions;

[TestClass]
public sealed class LaneTests
{
    [TestMethod]
    [DataRow("fast", true, "fast")]
    [DataRow("REAL", true, "real")]
    [DataRow("Aspire", true, "aspire")]
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
        CollectionAssert.AreEqual(new[] { Lane.Fast, Lane.Real, Lane.Aspire }, Lane.All);

    [TestMethod]
    public void The_default_lane_is_fast()
    {
        Lane lane = default;

        Assert.AreEqual("fast", lane.ToString());
        Assert.AreEqual(Lane.Fast, lane);
        Assert.AreEqual(Lane.Fast.GetHashCode(), lane.GetHashCode());
    }

    [TestMethod]
    public async Task A_unit_runs_in_the_lane_that_it_names_or_in_that_of_its_group()
    {
        await using TestEngine engine = new();
        Fake pinned = engine.AddFake("pinned");
        pinned.Builder.WithLane("Real");
        Fake free = engine.AddFake("free");

        await engine.StartAsync().Soon();

        Assert.AreEqual("real fast", $"{pinned.Instance.Context.Lane} {free.Instance.Context.Lane}");
    }
}
