using System.Collections.Concurrent;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class CancellationTests
{
    [TestMethod]
    public async Task A_start_that_is_canceled_while_it_waits_to_become_ready_leaves_nothing()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").NotReady();
        engine.AddFake("client").WaitFor(server);
        using CancellationTokenSource giveUp = new();
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync(giveUp.Token);
        await Eventually.IsTrueAsync(() => server.Provider.Instances.Count == 1);

        await giveUp.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => starting).Soon();
        Assert.IsTrue(server.Instance.Ended.IsCompleted);
        Assert.AreEqual("Stopped Stopped", string.Join(' ', application.Units.Values.Select(r => r.State)));
        Assert.IsEmpty(application.Failures);
    }

    [TestMethod]
    public async Task What_was_given_up_can_be_started_again()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").NotReady();
        using CancellationTokenSource giveUp = new();
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync(giveUp.Token);
        await Eventually.IsTrueAsync(() => server.Provider.Instances.Count == 1);
        await giveUp.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => starting).Soon();

        server.BecomesReady();
        await application.StartUnitAsync("server").Soon();

        Assert.AreEqual(UnitState.Ready, application.Units["server"].State);
    }

    [TestMethod]
    public async Task A_restart_that_is_canceled_while_it_waits_can_be_repeated()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        Fake client = engine.AddFake("client").WaitFor(server);
        RunningApplication application = await engine.StartAsync().Soon();
        client.Instance.End(new() { ExitCode = 1 });
        await application.WaitForUnitAsync("client", UnitState.Exited).Soon();
        await application.StopUnitAsync("server");
        using CancellationTokenSource giveUp = new();
        Task restarting = application.StartUnitAsync("client", giveUp.Token);
        await application.WaitForUnitAsync("client", UnitState.Waiting).Soon();

        await giveUp.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => restarting).Soon();
        Assert.AreEqual(UnitState.Stopped, application.Units["client"].State);
        await application.StartUnitAsync("server").Soon();
        await application.StartUnitAsync("client").Soon();
        Assert.AreEqual(UnitState.Ready, application.Units["client"].State);
    }

    [TestMethod]
    public async Task A_second_start_that_is_given_up_leaves_the_first_alone()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").NotReady();
        Fake client = engine.AddFake("client").WaitFor(server);
        using CancellationTokenSource giveUp = new();
        RunningApplication application = engine.Create();
        Task first = application.StartAsync();
        await Eventually.IsTrueAsync(() => server.Provider.Instances.Count == 1);
        Task second = application.StartUnitAsync("client", giveUp.Token);

        await giveUp.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => second).Soon();
        server.BecomesReady();

        await first.Soon();
        Assert.AreEqual("Ready Ready", string.Join(' ', application.Units.Values.Select(r => r.State)));
        Assert.HasCount(1, client.Provider.Instances);
    }

    // A provider may not notice at once, and then comes with something that runs.
    [TestMethod]
    public async Task What_comes_to_run_after_the_start_was_given_up_is_stopped_before_the_application_has_ended()
    {
        await using TestEngine engine = new();
        TaskCompletionSource late = new();
        Fake server = engine.AddFake("server").Starting(_ => late.Task);
        using CancellationTokenSource giveUp = new();
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync(giveUp.Token);
        await application.WaitForUnitAsync("server", UnitState.Starting).Soon();
        await giveUp.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => starting).Soon();
        Task disposal = application.DisposeAsync().AsTask();
        bool early = disposal.IsCompleted;

        late.SetResult();

        await disposal.Soon();
        Assert.IsFalse(early);
        Assert.IsTrue(server.Instance.Ended.IsCompleted);
    }

    [TestMethod]
    public async Task A_start_that_ends_in_the_moment_in_which_it_is_given_up_leaves_nothing()
    {
        await using TestEngine engine = new();
        ConcurrentQueue<TaskCompletionSource> starts = new();
        Fake server = engine.AddFake("server").Starting(_ =>
        {
            TaskCompletionSource start = new();
            starts.Enqueue(start);
            return start.Task;
        });
        GroupDefinition group = engine.Build();

        // Two threads meet in a few instructions: once is not enough.
        for (int i = 0; i < 50; i++)
        {
            using CancellationTokenSource giveUp = new();
            RunningApplication application = engine.Run.CreateApplication(group, new() { Name = "Test" });
            Task starting = application.StartAsync(giveUp.Token);
            await application.WaitForUnitAsync("server", UnitState.Starting).Soon();
            await Eventually.IsTrueAsync(() => starts.Count > i);
            await Task.WhenAll(Task.Run(giveUp.Cancel), Task.Run(starts.Last().SetResult));
            await Task.WhenAny(starting).Soon();
            await application.DisposeAsync();
        }

        Assert.IsEmpty(server.Provider.Instances.Where(i => !i.Ended.IsCompleted));
    }

    [TestMethod]
    public async Task A_canceled_start_of_a_run_disposes_of_the_application()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").NotReady();
        using CancellationTokenSource giveUp = new();
        Task<RunningApplication> starting = engine.StartAsync(giveUp.Token);
        await Eventually.IsTrueAsync(() => server.Provider.Instances.Count == 1);
        RunningApplicationDirectory(server, out string state);

        await giveUp.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => starting).Soon();
        Assert.IsFalse(Directory.Exists(state));
    }

    [TestMethod]
    public async Task A_failed_start_of_a_run_disposes_of_the_application()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        engine.AddFake("broken").Starting(async _ =>
        {
            await Eventually.IsTrueAsync(() => server.Provider.Instances.Count == 1);
            throw new EngineException("TO1999", "It does not want to.");
        });

        await Assert.ThrowsExactlyAsync<EngineException>(() => engine.StartAsync()).Soon();

        RunningApplicationDirectory(server, out string state);
        Assert.IsTrue(server.Instance.Ended.IsCompleted);
        Assert.IsFalse(Directory.Exists(state));
    }

    private static void RunningApplicationDirectory(Fake fake, out string state) => state = fake.Instance.Context.StateDirectory;
}
