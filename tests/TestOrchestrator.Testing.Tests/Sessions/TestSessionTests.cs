using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.TestKit;
using TestOrchestrator.Testing.Adapters;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Tests.Sessions;

[TestClass]
public sealed class TestSessionTests : IDisposable
{
    private readonly TemporaryDirectory _runs = new();

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    public async Task Telemetry_that_cannot_be_kept_leaves_the_session_without_it_and_it_says_why()
    {
        TestSession.Register(new NoFramework());
        await using TestSession session = new(new() { Lane = Lane.Fast, Telemetry = true, RunsDirectory = _runs.Path });
        string taken = Path.Combine(session.RunDirectory, "telemetry");
        await File.WriteAllTextAsync(taken, "");

        Assert.IsNull(await session.FindTelemetryAsync());

        StringAssert.StartsWith(session.WhyNoDashboard, "TO1716: The telemetry of this run is not kept: ");
        StringAssert.Contains(session.WhyNoDashboard, taken);
    }

    private sealed class NoFramework : ITestFramework
    {
        public int Workers => 1;

        public IReadOnlyList<PlannedClass>? ReadPlan() => null;

        public IReadOnlyList<PlannedClass> FindAll() => [];

        public PlannedClass? FindCurrent() => null;
    }
}
