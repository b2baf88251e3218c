namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class ChangedTests
{
    [TestMethod]
    public async Task Each_new_state_is_reported_in_order_and_one_at_a_time()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        engine.AddFake("client").WaitFor(server).EndsWith(3);
        List<UnitSnapshot> seen = [];
        int inside = 0;
        bool overlapped = false;
        RunningApplication application = engine.Run.CreateApplication(engine.Build(), new()
        {
            Name = "Test",
            Changed = snapshot =>
            {
                overlapped |= Interlocked.Increment(ref inside) != 1;
                seen.Add(snapshot);
                Interlocked.Decrement(ref inside);
            },
        });

        await Task.WhenAny(application.StartAsync()).Soon();
        await application.WaitForUnitAsync("client", UnitState.Exited).Soon();
        await application.DisposeAsync().AsTask().Soon();

        Assert.IsFalse(overlapped);
        Assert.AreEqual("Waiting Starting Running Ready Stopping Stopped", StatesOf("server"));
        Assert.AreEqual("Waiting Starting Running Exited", StatesOf("client"));
        Assert.IsEmpty(seen.Zip(seen.Skip(1)).Where(pair => pair.First.Version >= pair.Second.Version));
        Assert.AreEqual(application.Units["client"], seen.Last(s => s.Name == "client"));

        string StatesOf(string unit) => string.Join(' ', seen.Where(s => s.Name == unit).Select(s => s.State));
    }

    [TestMethod]
    public async Task It_is_reported_before_whoever_waits_for_the_start_goes_on()
    {
        await using TestEngine engine = new();
        engine.AddFake("server");
        List<UnitState> seen = [];
        RunningApplication application = engine.Run.CreateApplication(engine.Build(), new() { Name = "Test", Changed = s => seen.Add(s.State) });

        await application.StartAsync().Soon();

        Assert.AreEqual(UnitState.Ready, seen[^1]);
        Assert.AreEqual("Waiting Starting Running Ready", string.Join(' ', seen));
    }
}
