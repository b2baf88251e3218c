namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class WarmTests
{
    [TestMethod]
    public async Task Servers_start_ahead_and_programs_when_the_application_starts()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        Fake waiting = engine.AddFake("waiting");
        TestUnit program = engine.AddScript("program", "exec sleep 600");
        waiting.Builder.WaitFor(program);
        RunningApplication application = engine.Create();

        await application.WarmAsync().Soon();
        string warm = States(application);
        await application.StartAsync().Soon();
        string started = States(application);

        Assert.AreEqual("program Declared, server Ready, waiting Declared", warm);
        Assert.AreEqual("program Ready, server Ready, waiting Ready", started);
        Assert.HasCount(1, server.Provider.Instances);
        Assert.AreEqual("app-warmed, app-started", string.Join(", ", engine.Events("app-warmed", "app-started")));
    }

    private static string States(RunningApplication application) =>
        string.Join(", ", application.Units.Values.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => $"{r.Name} {r.State}"));
}
