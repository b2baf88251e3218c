using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Tests.Sessions;

[TestClass]
public sealed class TestSessionOptionsTests
{
    [TestMethod]
    [DataRow("aspire", true, "TO4012")]
    [DataRow("aspire", false, null)]
    [DataRow("real", true, null)]
    public void Where_nothing_can_be_kept_it_is_said(string lane, bool keepApps, string? code)
    {
        Assert.IsTrue(Lane.TryParse(lane, out Lane parsed));

        Assert.AreEqual(code, new TestSessionOptions { Lane = parsed, KeepApps = keepApps }.WhyNothingIsKept?.Split(':')[0]);
    }
}
