using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class BeforeStartTests
{
    [TestMethod]
    public async Task It_happens_before_each_start_once_everything_that_the_unit_depends_on_is_there()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        Fake server = engine.AddFake("server").NotReady();
        Fake client = engine.AddFake("client").WaitFor(server).Journal(journal);
        client.Builder.BeforeStart((context, _) =>
        {
            client.Provider.Note($"before {context.Name}, server {server.Provider.Health.IsSatisfied}");
            return Task.CompletedTask;
        });
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await application.WaitForUnitAsync("server", UnitState.Running).Soon();
        int early = journal.Count;

        server.BecomesReady();
        await starting.Soon();
        await application.RestartUnitAsync("client").Soon();

        Assert.AreEqual(0, early);
        Assert.AreEqual(
            "before client, server True, client starts, client stops: Keep, before client, server True, client starts",
            string.Join(", ", journal));
    }

    [TestMethod]
    public async Task It_may_take_longer_than_the_start_limit()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock });
        TaskCompletionSource begun = new();
        TaskCompletionSource done = new();
        engine.AddFake("server").Builder.BeforeStart((_, _) =>
        {
            begun.SetResult();
            return done.Task;
        });
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await begun.Task.Soon();

        clock.Advance(TimeSpan.FromHours(1));
        UnitState meanwhile = application.Units["server"].State;
        done.SetResult();

        await starting.Soon();
        Assert.AreEqual("Waiting Ready", $"{meanwhile} {application.Units["server"].State}");
    }

    [TestMethod]
    public async Task Its_failure_is_why_the_unit_did_not_start()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        server.Builder.BeforeStart((_, _) => throw new EngineException("TO9999", "There is no image."));
        Fake other = engine.AddFake("other");
        other.Builder.BeforeStart((_, _) => throw new InvalidOperationException("There is no value."));
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        // The first that fails gives up the other, unless that has failed by then.
        UnitSnapshot[] failures = [.. application.Failures];
        Assert.IsNotEmpty(failures);
        foreach (UnitSnapshot failure in failures)
        {
            string expected = failure.Name == "server" ? "TO9999: There is no image." : "System.InvalidOperationException: There is no value.";
            StringAssert.StartsWith(failure.Reason, expected);
            Assert.AreEqual(UnitState.FailedToStart, failure.State);
        }

        Assert.IsEmpty(server.Provider.Instances);
        Assert.IsEmpty(other.Provider.Instances);
    }

    [TestMethod]
    public async Task A_stop_cancels_it()
    {
        await using TestEngine engine = new();
        TaskCompletionSource begun = new();
        Fake server = engine.AddFake("server");
        server.Builder.BeforeStart((_, token) =>
        {
            begun.TrySetResult();
            return new TaskCompletionSource().Task.WaitAsync(token);
        });
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await begun.Task.Soon();

        await application.StopUnitAsync("server").Soon();

        await starting.Soon();
        Assert.AreEqual(UnitState.Stopped, application.Units["server"].State);
        Assert.IsEmpty(server.Provider.Instances);
    }

    [TestMethod]
    public async Task The_end_of_the_application_cancels_it()
    {
        await using TestEngine engine = new();
        TaskCompletionSource begun = new();
        engine.AddFake("server").Builder.BeforeStart((_, token) =>
        {
            begun.TrySetResult();
            return new TaskCompletionSource().Task.WaitAsync(token);
        });
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await begun.Task.Soon();

        await application.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => starting).Soon();
    }
}
