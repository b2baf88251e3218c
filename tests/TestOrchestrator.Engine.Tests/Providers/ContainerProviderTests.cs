using TestOrchestrator.AppModel.Containers;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Providers;

[TestClass]
public sealed class ContainerProviderTests
{
    [TestMethod]
    [DataRow("fast", "which only the lane 'containers' can run")]
    [DataRow("real", "which only the lane 'containers' can run")]
    [DataRow("containers", "and this version has no container engine yet")]
    public async Task A_container_is_refused_with_what_to_do_instead(string lane, string why)
    {
        Assert.IsTrue(Lane.TryParse(lane, out Lane asked));
        await using TestEngine engine = new(o => o with { Lane = asked });
        engine.Builder.AddContainer("mail", "mailpit:1.0");

        EngineException error = Assert.ThrowsExactly<EngineException>(() => engine.Create());

        Assert.AreEqual(
            $"TO1403: The lane '{lane}' cannot run this application:\n  'mail' is a container, {why}. Use AddExecutable, or replace the resource in the tests (ConfigureApp).",
            error.Message);
    }
}
