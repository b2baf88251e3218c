using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Applications;

/// <summary>Groups whose units start independently of each other.</summary>
[TestClass]
public sealed class IndependentStartTests
{
    [TestMethod]
    public async Task One_that_does_not_start_leaves_the_others_alone()
    {
        await using TestEngine engine = NewEngine();
        Fake slow = engine.AddFake("slow").NotReady();
        Fake broken = engine.AddFake("broken").Starting(_ => throw new InvalidOperationException("Not now."));
        engine.AddFake("client").WaitFor(broken);
        engine.AddFake("other");
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await application.WaitForUnitAsync("client", UnitState.Skipped).Soon();

        slow.BecomesReady();

        await starting.Soon();
        Assert.AreEqual("broken FailedToStart, client Skipped, other Ready, slow Ready", States(application));
    }

    [TestMethod]
    public async Task One_that_did_not_start_can_be_started_later_with_what_waited_for_it()
    {
        await using TestEngine engine = NewEngine();
        Fake broken = engine.AddFake("broken").Starting(_ => throw new InvalidOperationException("Not now."));
        engine.AddFake("client").WaitFor(broken);
        RunningApplication application = await engine.StartAsync().Soon();

        broken.Starting(_ => Task.CompletedTask);
        await application.StartUnitAsync("broken").Soon();
        await application.StartUnitAsync("client").Soon();

        Assert.AreEqual("broken Ready, client Ready", States(application));
    }

    [TestMethod]
    public async Task One_that_is_stopped_meanwhile_leaves_the_others_alone()
    {
        await using TestEngine engine = NewEngine();
        engine.AddFake("stopped").NotReady();
        Fake slow = engine.AddFake("slow").NotReady();
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await application.WaitForUnitAsync("stopped", UnitState.Running).Soon();

        await application.StopUnitAsync("stopped").Soon();
        slow.BecomesReady();

        await starting.Soon();
        Assert.AreEqual("slow Ready, stopped Stopped", States(application));
    }

    [TestMethod]
    public async Task One_that_another_caller_starts_meanwhile_is_no_failure()
    {
        await using TestEngine engine = NewEngine();
        TaskCompletionSource go = new();
        Fake server = engine.AddFake("server").Starting(_ => go.Task);
        RunningApplication application = engine.Create();
        Task own = application.StartUnitAsync("server");
        await application.WaitForUnitAsync("server", UnitState.Starting).Soon();

        Task starting = application.StartAsync();
        go.SetResult();

        await own.Soon();
        await starting.Soon();
        Assert.AreEqual("server Ready", States(application));
        Assert.HasCount(1, server.Provider.Instances);
    }

    [TestMethod]
    public async Task One_whose_port_was_taken_leaves_the_others_alone()
    {
        await using TestEngine engine = NewEngine();
        using Socket everywhere = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        everywhere.Bind(new IPEndPoint(IPAddress.Any, 0));
        int port = ((IPEndPoint)everywhere.LocalEndPoint!).Port;
        engine.AddFake("insistent").Builder.WithEndpoint(targetPort: port, name: "tcp");
        engine.AddFake("other").WithEndpoint();
        everywhere.Close();
        RunningApplication application = engine.Create();
        using Socket intruder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        intruder.Bind(application.GetEndpoint("insistent").Address);
        intruder.Listen();

        await application.StartAsync().Soon();

        Assert.AreEqual("insistent FailedToStart, other Ready", States(application));
        StringAssert.StartsWith(application.Units["insistent"].Reason, $"TO1303: 'insistent' insists on port {port} ");
    }

    [TestMethod]
    public async Task A_start_of_one_by_its_name_fails_when_it_does()
    {
        await using TestEngine engine = NewEngine();
        engine.AddFake("broken").WithExplicitStart().Starting(_ => throw new InvalidOperationException("Not now."));
        RunningApplication application = await engine.StartAsync().Soon();

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartUnitAsync("broken")).Soon();

        StringAssert.StartsWith(
            error.Message,
            $"TO1402: The application '{application.Id}' did not start:\n'broken' is FailedToStart: System.InvalidOperationException: Not now.");
    }

    private static TestEngine NewEngine()
    {
        TestEngine engine = new();
        engine.Group.StartsIndependently = true;
        return engine;
    }

    private static string States(RunningApplication application) =>
        string.Join(", ", application.Units.Values.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => $"{r.Name} {r.State}"));
}
