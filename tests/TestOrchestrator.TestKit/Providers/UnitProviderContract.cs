using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.TestKit.Applications;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.TestKit.Providers;

/// <summary>What every provider of a server promises, in every lane that can run it.</summary>
public abstract class UnitProviderContract
{
    protected const string Subject = "subject";

    protected abstract Lane Lane { get; }

    /// <summary>Adds the server as <see cref="Subject"/>, and what belongs to it.</summary>
    protected abstract void Add(TestGroup group);

    /// <summary>Lets the server keep a text.</summary>
    protected abstract Task WriteAsync(RunningApplication app, string text);

    /// <summary>Gets the text that the server keeps; null if there is none.</summary>
    protected abstract Task<string?> ReadAsync(RunningApplication app);

    /// <summary>Gets the pid of the server program.</summary>
    protected abstract int PidOf(TemporaryRun run, RunningApplication app);

    [TestMethod]
    public async Task It_serves_as_soon_as_it_is_said_to_be_ready()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane);
        RunningApplication app = await run.StartAsync(Add);

        await WriteAsync(app, "kept");

        Assert.AreEqual("kept", await ReadAsync(app));
        Assert.AreEqual(UnitState.Ready, app.Units[Subject].State);
    }

    [TestMethod]
    public async Task Every_application_starts_with_nothing_of_another()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane);
        RunningApplication before = await run.StartAsync(Add);
        RunningApplication beside = await run.StartAsync(Add);
        await WriteAsync(before, "of another");
        await before.DisposeAsync();

        RunningApplication after = await run.StartAsync(Add);

        Assert.IsNull(await ReadAsync(beside));
        Assert.IsNull(await ReadAsync(after));
    }

    [TestMethod]
    public async Task Stopped_it_refuses_connections_and_started_again_it_has_what_it_had()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane);
        RunningApplication app = await run.StartAsync(Add);
        IPEndPoint address = app.GetEndpoint(Subject).Address;
        await WriteAsync(app, "kept");

        await app.StopUnitAsync(Subject);
        UnitState stopped = app.Units[Subject].State;
        bool served = await AnswersAsync(address);
        await app.StartUnitAsync(Subject);

        Assert.AreEqual(UnitState.Stopped, stopped);
        Assert.IsFalse(served);
        Assert.AreEqual("kept", await ReadAsync(app));
        Assert.AreEqual(address, app.GetEndpoint(Subject).Address);
    }

    [TestMethod]
    public async Task That_it_was_killed_is_said_and_it_can_be_started_again()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane);
        RunningApplication app = await run.StartAsync(Add);

        Signals.Kill(PidOf(run, app));
        await app.WaitForUnitAsync(Subject, UnitState.Exited);
        UnitSnapshot killed = app.Units[Subject];
        await app.StartUnitAsync(Subject);
        await WriteAsync(app, "after");

        StringAssert.StartsWith(killed.Reason, $"TO1409: '{Subject}' was ended by SIGKILL. The last lines of its log '");
        Assert.AreEqual(9, killed.Exit?.Signal);
        Assert.AreEqual("after", await ReadAsync(app));
    }

    [TestMethod]
    public async Task A_port_that_was_taken_after_it_was_reserved_is_given_up()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane);
        RunningApplication app = run.Create(Add);
        EndPoint reserved = app.GetEndpoint(Subject).Address;
        using Socket intruder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        intruder.Bind(reserved);
        intruder.Listen();

        await app.StartAsync();

        await WriteAsync(app, "elsewhere");
        Assert.AreNotEqual(reserved, app.GetEndpoint(Subject).Address);
        Assert.AreEqual("elsewhere", await ReadAsync(app));
    }

    [TestMethod]
    public async Task Nothing_is_left_of_it()
    {
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        await using TemporaryRun run = TemporaryRun.Start(Lane);
        RunningApplication app = await run.StartAsync(Add);
        int pid = PidOf(run, app);
        await WriteAsync(app, "kept");

        await app.DisposeAsync();
        bool stateOfApp = Directory.Exists(app.StateDirectory);
        await run.Run.DisposeAsync();

        Assert.IsFalse(stateOfApp, "state of the application");
        Assert.IsFalse(Directory.Exists(run.Run.StateDirectory), "state of the run");
        Assert.IsFalse(Directory.Exists($"/proc/{pid}"), "process");
        Assert.AreEqual("", SharedMemory.CreatedBy(pid, before));
    }

    private static async Task<bool> AnswersAsync(IPEndPoint address)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
