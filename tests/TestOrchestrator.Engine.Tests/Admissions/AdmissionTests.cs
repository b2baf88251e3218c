using TestOrchestrator.Engine.Admissions;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Admissions;

[TestClass]
public sealed class AdmissionTests
{
    [TestMethod]
    public async Task No_more_start_at_once_than_there_are_places_and_the_others_in_order()
    {
        await using TestEngine engine = new(o => o with { ConcurrentStarts = 2 });
        List<string> journal = [];
        TaskCompletionSource[] finish = [.. Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        Queue<TaskCompletionSource> next = new(finish);
        engine.AddFake("server").Starting(_ =>
        {
            lock (journal)
            {
                journal.Add("start");
                return next.Dequeue().Task;
            }
        });
        GroupDefinition group = engine.Build();
        RunningApplication[] applications = [.. Enumerable.Range(0, 5).Select(i => engine.Run.CreateApplication(group, new() { Name = $"App{i}" }))];

        Task[] starts = [.. applications.Select(a => a.StartAsync())];
        AdmissionStatus first = engine.Run.Starts;
        finish[0].SetResult();
        await starts[0].Soon();
        AdmissionStatus second = engine.Run.Starts;
        Array.ForEach(finish[1..], f => f.SetResult());
        await Task.WhenAll(starts).Soon();

        string[] ids = [.. applications.Select(a => a.Id)];
        Assert.AreEqual(Text(ids[..2], ids[2..]), Text(first.Starting, first.Queued));
        Assert.AreEqual(Text(ids[1..3], ids[3..]), Text(second.Starting, second.Queued));
        Assert.AreEqual(Text([], []), Text(engine.Run.Starts.Starting, engine.Run.Starts.Queued));
        Assert.AreEqual("app-queued position=1 places=2, app-queued position=2 places=2, app-queued position=3 places=2", string.Join(", ", engine.Events("app-queued")));
    }

    [TestMethod]
    public async Task A_start_that_is_given_up_in_the_queue_leaves_no_trace_and_no_gap()
    {
        await using TestEngine engine = new(o => o with { ConcurrentStarts = 1 });
        TaskCompletionSource finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.AddFake("server").Starting(_ => finish.Task);
        GroupDefinition group = engine.Build();
        RunningApplication[] applications = [.. Enumerable.Range(0, 3).Select(i => engine.Run.CreateApplication(group, new() { Name = $"App{i}" }))];
        using CancellationTokenSource givenUp = new();
        Task first = applications[0].StartAsync();
        Task second = applications[1].StartAsync(givenUp.Token);
        Task third = applications[2].StartAsync();

        await givenUp.CancelAsync();

        await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => second.Soon());
        Assert.AreEqual(applications[2].Id, string.Join(", ", engine.Run.Starts.Queued));
        Assert.AreEqual(UnitState.Declared, applications[1].Units["server"].State);
        finish.SetResult();
        await Task.WhenAll(first, third).Soon();
    }

    [TestMethod]
    public async Task A_wait_has_a_limit_and_says_who_is_before_it()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { ConcurrentStarts = 1, QueueLimit = TimeSpan.FromMinutes(3), TimeProvider = clock });
        TaskCompletionSource finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.AddFake("server").Preparing(_ => finish.Task);
        GroupDefinition group = engine.Build();
        RunningApplication first = engine.Run.CreateApplication(group, new() { Name = "First" });
        RunningApplication second = engine.Run.CreateApplication(group, new() { Name = "Second" });
        Task starting = first.StartAsync();
        Task waiting = second.StartAsync();

        await clock.TimerArmedAsync(TimeSpan.FromMinutes(3)).Soon();
        clock.Advance(TimeSpan.FromMinutes(3));

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => waiting.Soon());
        Assert.AreEqual($"TO1413: The application '{second.Id}' waited 180 s for its turn to start. 1 may start at the same time; now '{first.Id}' start, and 0 wait.", error.Message);
        finish.SetResult();
        await starting.Soon();
    }

    [TestMethod]
    public async Task An_application_that_ends_while_it_waits_does_not_wait_on()
    {
        await using TestEngine engine = new(o => o with { ConcurrentStarts = 1 });
        TaskCompletionSource finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.AddFake("server").Starting(_ => finish.Task);
        GroupDefinition group = engine.Build();
        RunningApplication first = engine.Run.CreateApplication(group, new() { Name = "First" });
        RunningApplication second = engine.Run.CreateApplication(group, new() { Name = "Second" });
        Task starting = first.StartAsync();
        Task waiting = second.StartAsync();

        await second.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => waiting.Soon());
        finish.SetResult();
        await starting.Soon();
    }

    [TestMethod]
    public void The_default_is_by_cores_and_memory() => Assert.IsInRange(1, 2 * Environment.ProcessorCount, new EngineRunOptions { Name = "Tests", RunsDirectory = "/tmp" }.ConcurrentStarts);

    private static string Text(IEnumerable<string> starting, IEnumerable<string> queued) => $"{string.Join(' ', starting)} | {string.Join(' ', queued)}";
}
