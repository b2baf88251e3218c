namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class ExplicitStartTests
{
    [TestMethod]
    public async Task What_starts_when_it_is_asked_to_and_what_waits_for_it_do_not_start_with_the_application()
    {
        await using TestEngine engine = new();
        Fake tool = engine.AddFake("tool").WithExplicitStart();
        Fake waits = engine.AddFake("waits").WaitFor(tool);
        engine.AddFake("waits-too").WaitForStart(waits);
        engine.AddFake("other");

        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("other Ready, tool Declared, waits Declared, waits-too Declared", States(application));
        Assert.IsEmpty(application.Failures);
    }

    [TestMethod]
    public async Task It_starts_when_it_is_asked_to()
    {
        await using TestEngine engine = new();
        Fake tool = engine.AddFake("tool").WithExplicitStart();
        engine.AddFake("waits").WaitFor(tool);
        RunningApplication application = await engine.StartAsync().Soon();
        Task waiting = application.StartUnitAsync("waits");
        await application.WaitForUnitAsync("waits", UnitState.Waiting).Soon();

        await application.StartUnitAsync("tool").Soon();

        await waiting.Soon();
        Assert.AreEqual("tool Ready, waits Ready", States(application));
    }

    [TestMethod]
    public async Task An_application_without_anything_to_start_starts()
    {
        await using TestEngine engine = new();
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.IsEmpty(application.Units);
    }

    private static string States(RunningApplication application) =>
        string.Join(", ", application.Units.Values.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => $"{r.Name} {r.State}"));
}
