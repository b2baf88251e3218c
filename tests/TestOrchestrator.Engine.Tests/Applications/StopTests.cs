using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class StopTests
{
    [TestMethod]
    public async Task Dependants_are_stopped_before_what_they_wait_for()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        Fake server = engine.AddFake("server").Journal(journal);
        Fake database = engine.AddFake("database").WaitFor(server).Journal(journal);
        engine.AddFake("client").WaitFor(database).WaitFor(server).Journal(journal);
        RunningApplication application = await engine.StartAsync().Soon();
        journal.Clear();

        await application.DisposeAsync();

        Assert.AreEqual(
            "client stops: Discard, client is disposed of, database stops: Discard, database is disposed of, server stops: Discard, server is disposed of",
            string.Join(", ", journal));
    }

    [TestMethod]
    public async Task What_stops_before_another_does_so_though_it_does_not_wait_for_it()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        Fake server = engine.AddFake("server").Journal(journal);
        Fake proxy = engine.AddFake("proxy").Journal(journal);
        engine.AddFake("client").Journal(journal).Builder.StopsBefore(proxy.Builder);
        proxy.Builder.StopsBefore(server.Builder);
        RunningApplication application = await engine.StartAsync().Soon();
        journal.Clear();

        await application.StopAsync().Soon();

        Assert.AreEqual("client stops: Keep, proxy stops: Keep, server stops: Keep", string.Join(", ", journal));
    }

    [TestMethod]
    public async Task What_would_stop_before_each_other_in_a_circle_is_stopped_one_after_the_other()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        Fake a = engine.AddFake("a").Journal(journal);
        Fake b = engine.AddFake("b").WaitFor(a).Journal(journal);
        Fake c = engine.AddFake("c").Journal(journal);
        b.Builder.StopsBefore(c.Builder);
        a.Builder.StopsBefore(b.Builder).StopsBefore(a.Builder);
        RunningApplication application = await engine.StartAsync().Soon();
        journal.Clear();

        await application.StopAsync().Soon();

        Assert.AreEqual("a, b, c", string.Join(", ", journal.Select(entry => entry.Split(' ')[0]).Order(StringComparer.Ordinal)));
        Assert.IsLessThan(journal.IndexOf("c stops: Keep"), journal.IndexOf("b stops: Keep"));
        Assert.AreEqual("Stopped Stopped Stopped", string.Join(' ', application.Units.Values.Select(u => u.State)));
    }

    [TestMethod]
    public async Task A_stop_gives_up_a_start_that_is_going_on()
    {
        await using TestEngine engine = new();
        Fake slow = engine.AddFake("slow").NotReady();
        Fake waits = engine.AddFake("waits").WaitFor(slow);
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await application.WaitForUnitAsync("waits", UnitState.Waiting).Soon();
        await Eventually.IsTrueAsync(() => slow.Provider.Instances.Count == 1);

        await application.StopUnitAsync("waits").Soon();
        await application.StopUnitAsync("slow").Soon();

        await starting.Soon();
        Assert.AreEqual("slow Stopped, waits Stopped", string.Join(", ", application.Units.Values.OrderBy(u => u.Name).Select(u => $"{u.Name} {u.State}")));
        Assert.IsTrue(slow.Instance.Ended.IsCompleted);
        Assert.IsEmpty(waits.Provider.Instances);
        Assert.IsEmpty(application.Failures);
    }

    [TestMethod]
    public async Task A_stop_at_the_same_moment_as_a_start_never_waits_for_it()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").NotReady();
        GroupDefinition group = engine.Build();

        // Two threads meet in a few instructions: once is not enough.
        for (int i = 0; i < 100; i++)
        {
            await using RunningApplication application = engine.Run.CreateApplication(group, new() { Name = "Test" });
            Task starting = Task.Run(() => application.StartUnitAsync("server"));
            await Task.Run(() => application.StopUnitAsync("server")).Soon();

            // The stop may have been first.
            if (!starting.IsCompleted)
            {
                await application.StopUnitAsync("server").Soon();
            }

            await application.DisposeAsync();
            await Task.WhenAny(starting).Soon();
        }

        Assert.IsEmpty(server.Provider.Instances.Where(i => !i.Ended.IsCompleted));
    }

    [TestMethod]
    public async Task Programs_are_stopped_before_servers_even_if_they_do_not_wait_for_them()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        Fake server = engine.AddFake("server").Journal(journal);
        engine.AddScript("program", "trap 'exit 0' TERM; while :; do sleep 0.01; done");
        RunningApplication application = await engine.StartAsync().Soon();
        ChildProcessIdentity(application, "program", out ProcessIdentity program);

        Task disposal = application.DisposeAsync().AsTask();
        await server.Instance.Ended.Soon();

        Assert.AreNotEqual(program, ProcessIdentity.Of(program.Pid));
        await disposal.Soon();
    }

    [TestMethod]
    public async Task A_resource_that_is_stopped_keeps_what_it_holds_and_starts_again_at_the_same_address()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        engine.AddFake("server").WithEndpoint().Journal(journal);
        RunningApplication application = await engine.StartAsync().Soon();
        string before = application.GetEndpoint("server").Url.ToString();

        await application.StopUnitAsync("server");
        UnitSnapshot stopped = application.Units["server"];
        await application.StartUnitAsync("server").Soon();

        Assert.AreEqual("server starts, server stops: Keep, server starts", string.Join(", ", journal));
        Assert.AreEqual("Stopped was ended by SIGTERM", $"{stopped.State} {stopped.Exit}");
        Assert.AreEqual($"Ready {before}", $"{application.Units["server"].State} {application.GetEndpoint("server").Url}");
    }

    [TestMethod]
    public async Task A_restart_stops_and_starts()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        engine.AddFake("server").Journal(journal);
        RunningApplication application = await engine.StartAsync().Soon();

        await application.RestartUnitAsync("SERVER").Soon();

        Assert.AreEqual("server starts, server stops: Keep, server starts", string.Join(", ", journal));
    }

    [TestMethod]
    public async Task Stopping_twice_is_stopping_once()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        engine.AddFake("server").Journal(journal);
        RunningApplication application = await engine.StartAsync().Soon();

        await Task.WhenAll(application.StopUnitAsync("server"), application.StopUnitAsync("server")).Soon();
        await application.StopUnitAsync("server").Soon();

        Assert.AreEqual("server starts, server stops: Keep", string.Join(", ", journal));
        Assert.AreEqual(UnitState.Stopped, application.Units["server"].State);
    }

    [TestMethod]
    public async Task What_runs_cannot_be_started_again()
    {
        await using TestEngine engine = new();
        engine.AddFake("server");
        RunningApplication application = await engine.StartAsync().Soon();

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartUnitAsync("server")).Soon();

        Assert.AreEqual("TO1405: 'server' cannot be started: it is Ready. Only what was stopped, has ended, or is started by name only can be.", error.Message);
        Assert.AreEqual(UnitState.Ready, application.Units["server"].State);
    }

    [TestMethod]
    public async Task A_resource_that_is_not_there_is_told_with_those_that_are()
    {
        await using TestEngine engine = new();
        engine.AddFake("server");
        engine.AddFake("client");
        RunningApplication application = engine.Create();

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StopUnitAsync("sever"));

        Assert.AreEqual("TO1404: There is nothing named 'sever' that runs. There are: 'client', 'server'.", error.Message);
    }

    [TestMethod]
    public async Task A_stop_that_fails_does_not_keep_the_others_from_being_stopped()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        Fake server = engine.AddFake("server").Journal(journal);
        engine.AddFake("client").WaitFor(server).Journal(journal).StopFails("It does not want to.");
        RunningApplication application = await engine.StartAsync().Soon();
        journal.Clear();

        AggregateException error = await Assert.ThrowsExactlyAsync<AggregateException>(() => application.DisposeAsync().AsTask()).Soon();

        Assert.AreEqual("It does not want to.", string.Join(", ", error.InnerExceptions.Select(e => e.Message)));
        Assert.AreEqual("client is disposed of, server stops: Discard, server is disposed of", string.Join(", ", journal));
        Assert.IsFalse(Directory.Exists(application.StateDirectory));
    }

    [TestMethod]
    public async Task Disposal_is_idempotent_and_whoever_asks_waits_for_it()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        TaskCompletionSource stopped = new();
        Fake server = engine.AddFake("server").Journal(journal).Stopping(() => stopped.Task);
        RunningApplication application = await engine.StartAsync().Soon();

        Task[] disposals = [.. Enumerable.Range(0, 5).Select(_ => Task.Run(() => application.DisposeAsync().AsTask()))];
        await server.Instance.AskedToStop.Soon();
        bool early = disposals.Any(d => d.IsCompleted);
        stopped.SetResult();

        await Task.WhenAll(disposals).Soon();
        await application.DisposeAsync().AsTask().Soon();
        Assert.IsFalse(early);
        Assert.AreEqual("server starts, server stops: Discard, server is disposed of", string.Join(", ", journal));
    }

    [TestMethod]
    public async Task Disposal_gives_up_a_start_that_is_going_on()
    {
        await using TestEngine engine = new();
        Fake slow = engine.AddFake("slow").NotReady();
        Fake never = engine.AddFake("never").WithExplicitStart();
        engine.AddFake("waits").WaitFor(never);
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        Task waiting = application.StartUnitAsync("waits");
        await Eventually.IsTrueAsync(() => slow.Provider.Instances.Count == 1);

        await application.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => starting).Soon();
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => waiting).Soon();
        Assert.AreEqual("Declared Stopped Stopped", string.Join(' ', application.Units.Values.OrderBy(r => r.Name).Select(r => r.State)));
        Assert.IsTrue(slow.Instance.Ended.IsCompleted);
    }

    [TestMethod]
    public async Task Nothing_can_be_asked_of_an_application_that_was_disposed_of()
    {
        await using TestEngine engine = new();
        engine.AddFake("server");
        RunningApplication application = engine.Create();
        await application.DisposeAsync();

        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => application.StartAsync());
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => application.StartUnitAsync("server"));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => application.StopUnitAsync("server"));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => application.RestartUnitAsync("server"));
    }

    private static void ChildProcessIdentity(RunningApplication application, string resource, out ProcessIdentity identity) =>
        identity = application.Units[resource].Process ?? throw new InvalidOperationException($"'{resource}' has no process.");
}
