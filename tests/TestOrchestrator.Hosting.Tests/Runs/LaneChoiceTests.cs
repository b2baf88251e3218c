using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.Runs;

namespace TestOrchestrator.Hosting.Tests.Runs;

[TestClass]
public sealed class LaneChoiceTests
{
    [TestMethod]
    public void Nothing_said_is_fast() => Assert.AreEqual(Lane.Fast, LaneChoice.Of(asked: null));

    [TestMethod]
    public void The_configuration_is_heard() =>
        Assert.AreEqual(Lane.Real, LaneChoice.Find(asked: null, environment: null, configured: "real"));

    [TestMethod]
    public void The_environment_comes_before_the_configuration() =>
        Assert.AreEqual(Lane.Aspire, LaneChoice.Find(asked: null, environment: "aspire", configured: "real"));

    [TestMethod]
    public void The_option_comes_before_everything() =>
        Assert.AreEqual(Lane.Real, LaneChoice.Find(asked: "REAL", environment: "aspire", configured: "fast"));

    [TestMethod]
    [DataRow("banana", null, null, "--lane")]
    [DataRow(null, "banana", null, "TESTORCHESTRATOR_LANE")]
    [DataRow(null, null, "banana", "the configuration")]
    public void A_lane_that_does_not_exist_is_named_with_where_it_was_said(string? asked, string? environment, string? configured, string where)
    {
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => LaneChoice.Find(asked, environment, configured));

        Assert.AreEqual($"TO1704: 'banana' ({where}) is not a lane. The lanes are 'fast', 'real', 'aspire'.", e.Message);
    }
}
