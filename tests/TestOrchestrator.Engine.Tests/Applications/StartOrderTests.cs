using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class StartOrderTests
{
    [TestMethod]
    public async Task Resources_that_wait_for_nothing_start_at_the_same_time()
    {
        await using TestEngine engine = new();
        using Barrier all = new(3);
        foreach (string name in new[] { "a", "b", "c" })
        {
            engine.AddFake(name).Starting(token => Task.Run(() => all.SignalAndWait(token), token));
        }

        await engine.StartAsync().Soon();

        Assert.AreEqual(1, all.CurrentPhaseNumber);
    }

    [TestMethod]
    public async Task A_resource_that_waits_for_another_starts_when_that_is_ready()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        Fake server = engine.AddFake("server").NotReady().Journal(journal);
        Fake client = engine.AddFake("client").WaitFor(server).Journal(journal);
        Task<RunningApplication> starting = engine.StartAsync();
        await Eventually.IsTrueAsync(() => server.Provider.Instances.Count == 1);
        await server.Instance.Probed.Soon();
        string[] before = [.. journal];

        server.BecomesReady();

        RunningApplication application = await starting.Soon();
        Assert.AreEqual("server starts", string.Join(", ", before));
        Assert.AreEqual("server starts, client starts", string.Join(", ", journal));
        Assert.AreEqual(UnitState.Ready, application.Units["client"].State);
        Assert.HasCount(1, client.Provider.Instances);
    }

    [TestMethod]
    public async Task A_resource_that_waits_for_the_start_of_another_does_not_wait_until_it_is_ready()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").NotReady();
        Fake client = engine.AddFake("client").WaitForStart(server);
        Task<RunningApplication> starting = engine.StartAsync();

        await Eventually.IsTrueAsync(() => client.Provider.Instances.Count == 1);

        server.BecomesReady();
        await starting.Soon();
    }

    [TestMethod]
    public async Task A_resource_that_waits_for_the_completion_of_another_starts_when_that_has_ended()
    {
        await using TestEngine engine = new();
        Fake migration = engine.AddFake("migration");
        Fake client = engine.AddFake("client").WaitForCompletion(migration);
        Task<RunningApplication> starting = engine.StartAsync();
        await Eventually.IsTrueAsync(() => migration.Provider.Instances.Count == 1);
        int before = client.Provider.Instances.Count;

        migration.Instance.End(new() { ExitCode = 0 });

        RunningApplication application = await starting.Soon();
        Assert.AreEqual(0, before);
        Assert.AreEqual("Ready Completed", $"{application.Units["client"].State} {application.Units["migration"].State}");
        Assert.IsEmpty(application.Failures);
    }

    [TestMethod]
    public async Task A_completion_with_the_code_that_is_waited_for_is_none_that_should_not_have_been()
    {
        await using TestEngine engine = new();
        Fake migration = engine.AddFake("migration").WithEndpoint().EndsWith(3);
        engine.AddFake("client").WaitForCompletion(migration, exitCode: 3);

        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("Ready Completed", $"{application.Units["client"].State} {application.Units["migration"].State}");
        Assert.IsEmpty(application.Failures);
    }

    [TestMethod]
    public async Task A_completion_with_another_code_skips_what_waits_for_it()
    {
        await using TestEngine engine = new();
        Fake migration = engine.AddFake("migration").EndsWith(0);
        engine.AddFake("client").WaitForCompletion(migration, exitCode: 3);
        RunningApplication application = engine.Create("A");

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        Assert.AreEqual(
            $"TO1402: The application '{application.Id}' did not start:\n"
            + "'client' is Skipped: It was not started, because 'migration' exited with code 0 instead of exiting with code 3.",
            error.Message);
    }

    [TestMethod]
    public async Task Everything_that_waits_for_something_that_fails_is_skipped_with_the_reason()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").Starting(_ => throw new EngineException("TO1999", "It does not want to."));
        Fake client = engine.AddFake("client").WaitFor(server);
        engine.AddFake("client-of-client").WaitFor(client);
        RunningApplication application = engine.Create();

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        Assert.AreEqual(
            $"TO1402: The application '{application.Id}' did not start:\n"
            + $"'server' is FailedToStart: TO1999: It does not want to.\n"
            + "'client' is Skipped: It was not started, because 'server' is FailedToStart.\n"
            + "'client-of-client' is Skipped: It was not started, because 'client' is Skipped.",
            error.Message);
        Assert.IsEmpty(client.Provider.Instances);
    }

    // It waits for them in no order: what has failed already decides, even if another may take for ever.
    [TestMethod]
    public async Task A_failure_is_seen_while_something_else_is_still_waited_for()
    {
        await using TestEngine engine = new();
        Fake slow = engine.AddFake("slow").NotReady();
        Fake broken = engine.AddFake("broken").Starting(_ => throw new EngineException("TO1999", "It does not want to."));
        engine.AddFake("client").WaitFor(slow).WaitFor(broken);
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        Assert.AreEqual("It was not started, because 'broken' is FailedToStart.", application.Units["client"].Reason);
    }

    [TestMethod]
    public async Task When_one_has_failed_those_that_do_not_depend_on_it_are_given_up()
    {
        await using TestEngine engine = new();
        Fake slow = engine.AddFake("slow").NotReady();
        engine.AddFake("waits").WaitFor(slow);
        engine.AddFake("broken").Starting(async token =>
        {
            await Eventually.IsTrueAsync(() => slow.Provider.Instances.Count == 1);
            throw new EngineException("TO1999", "It does not want to.");
        });
        RunningApplication application = engine.Create();

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        Assert.AreEqual(
            $"TO1402: The application '{application.Id}' did not start:\n'broken' is FailedToStart: TO1999: It does not want to.",
            error.Message);
        Assert.AreEqual("Stopped Stopped", $"{application.Units["slow"].State} {application.Units["waits"].State}");
        Assert.IsTrue(slow.Instance.Ended.IsCompleted);
    }

    [TestMethod]
    public async Task Programs_are_fetched_while_what_they_wait_for_starts()
    {
        await using TestEngine engine = new();
        TaskCompletionSource fetched = new();
        Fake server = engine.AddFake("server").Starting(token => fetched.Task.WaitAsync(token));
        engine.AddFake("client").WaitFor(server).Preparing(_ =>
        {
            fetched.TrySetResult();
            return Task.CompletedTask;
        });

        await engine.StartAsync().Soon();

        Assert.IsTrue(fetched.Task.IsCompleted);
    }

    [TestMethod]
    public async Task What_cannot_be_prepared_fails_with_what_was_told()
    {
        await using TestEngine engine = new();
        engine.AddFake("server").Preparing(_ => throw new InvalidOperationException("No such program."));
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        UnitSnapshot server = application.Units["server"];
        Assert.AreEqual(UnitState.FailedToStart, server.State);
        Assert.AreEqual("System.InvalidOperationException: No such program.", server.Reason?.Split('\n')[0]);
    }

    [TestMethod]
    public async Task The_life_of_every_resource_stands_in_the_events()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        engine.AddFake("client").WaitFor(server).EndsWith(0);

        RunningApplication application = await engine.StartAsync().Soon();

        await application.DisposeAsync();
        string[] ofServer = [.. engine.Events("resource-state").Where(e => e.Contains("resource=server", StringComparison.Ordinal))];
        string[] ofClient = [.. engine.Events("resource-state").Where(e => e.Contains("resource=client", StringComparison.Ordinal))];
        Assert.AreEqual(
            """
            resource-state resource=server state=Waiting
            resource-state resource=server state=Starting
            resource-state resource=server state=Running
            resource-state resource=server state=Ready
            resource-state resource=server state=Stopping
            resource-state resource=server state=Stopped signal=15
            """,
            string.Join('\n', ofServer));
        Assert.AreEqual(
            """
            resource-state resource=client state=Waiting
            resource-state resource=client state=Starting
            resource-state resource=client state=Running
            resource-state resource=client state=Completed exitCode=0
            """,
            string.Join('\n', ofClient));
        Assert.AreEqual("app-starting name=Test lane=fast, app-started, app-stopping, app-stopped", string.Join(", ", engine.Events("app-starting", "app-started", "app-stopping", "app-stopped")));
    }

    [TestMethod]
    public async Task Applications_that_run_at_the_same_time_have_nothing_in_common()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").WithEndpoint();
        GroupDefinition group = engine.Build();

        RunningApplication[] applications = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => engine.Run.StartApplicationAsync(group, new() { Name = "Test" }))).Soon();

        Assert.HasCount(20, server.Provider.Instances);
        Assert.HasCount(20, applications.Select(a => a.Id).Distinct());
        Assert.HasCount(20, applications.Select(a => a.Address).Distinct());
        Assert.HasCount(20, applications.Select(a => a.StateDirectory).Distinct());
        Assert.HasCount(20, applications.Select(a => a.LogFileOf("server")).Distinct());
        await applications[0].StopUnitAsync("server");
        Assert.AreEqual("Stopped Ready", $"{applications[0].Units["server"].State} {applications[1].Units["server"].State}");
    }
}
