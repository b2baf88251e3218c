using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Groups.Tests.Holding;

[TestClass]
public sealed class ProcessGroupTests
{
    private const string Sleeping = """
        [processes.one]
        command = "sleep"
        args = ["600"]

        [processes.two]
        command = "sleep"
        args = ["600"]
        depends_on = { one = "started" }
        """;

    private static readonly string s_listening = ListenerProgram.Process("web");

    [TestMethod]
    public async Task A_group_is_created_started_stopped_started_again_and_terminated()
    {
        await using GroupFixture fixture = new();
        ProcessGroup group = await fixture.CreateAsync(s_listening);
        Assert.AreEqual(ProcessStatus.HasNeverRun, group.Report.Processes[0].Status);
        string endpoint = group.Report.Processes[0].Endpoints["http"];

        GroupChange started = await group.StartAsync();
        GroupReport running = group.Report;
        await ConnectAsync(endpoint);
        GroupChange stopped = await group.StopAsync();
        GroupReport down = group.Report;
        GroupChange again = await group.StartAsync();
        await ConnectAsync(endpoint);
        string directory = group.Directory;
        await group.TerminateAsync();

        Assert.AreEqual("started, stopped, started", $"{started.Processes["web"]}, {stopped.Processes["web"]}, {again.Processes["web"]}");
        Assert.AreEqual((ProcessStatus.Run, true), (running.Processes[0].Status, running.Processes[0].Ready));
        Assert.AreEqual((ProcessStatus.Down, (int?)null), (down.Processes[0].Status, down.Processes[0].Pid));
        Assert.AreEqual(endpoint, down.Processes[0].Endpoints["http"]);
        Assert.IsFalse(Directory.Exists(directory));
    }

    [TestMethod]
    public async Task Every_action_is_idempotent_and_says_what_it_did()
    {
        await using GroupFixture fixture = new();
        ProcessGroup group = await fixture.CreateAsync(Sleeping);

        string first = What(await group.StopAsync());
        string second = What(await group.StartAsync());
        string third = What(await group.StartAsync());
        string fourth = What(await group.StopAsync());
        await Task.WhenAll(group.TerminateAsync(), group.TerminateAsync());

        Assert.AreEqual("one: was not running, two: was not running", first);
        Assert.AreEqual("one: started, two: started", second);
        Assert.AreEqual("one: already running, two: already running", third);
        Assert.AreEqual("one: stopped, two: stopped", fourth);
        EngineException late = await Assert.ThrowsExactlyAsync<EngineException>(() => group.StartAsync());
        Assert.AreEqual("TO1832", late.Code);
    }

    [TestMethod]
    public async Task Actions_at_the_same_time_leave_the_group_whole()
    {
        await using GroupFixture fixture = new();
        ProcessGroup group = await fixture.CreateAsync(Sleeping);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run<Task>(() => i % 2 == 0 ? group.StartAsync() : group.StopAsync()).Unwrap()));
        await group.StartAsync();
        int running = fixture.Processes.Count;
        await group.StopAsync();

        Assert.AreEqual(2, running);
        Assert.IsEmpty(fixture.Processes);
    }

    [TestMethod]
    public async Task A_group_that_its_owner_left_is_held_and_started_again_at_the_same_address()
    {
        string directory;
        string endpoint;
        await using GroupFixture fixture = new();
        await using (ProcessGroup group = await fixture.CreateAsync(s_listening))
        {
            await group.StartAsync();
            directory = group.Directory;
            endpoint = group.Report.Processes[0].Endpoints["http"];
            EngineException held = await Assert.ThrowsExactlyAsync<EngineException>(() => fixture.HoldAsync(directory));
            Assert.AreEqual("TO1829", held.Code);
        }

        Assert.IsTrue(File.Exists(Path.Combine(directory, "logs", "web.log")));
        await using ProcessGroup again = await fixture.HoldAsync(directory);
        await again.StartAsync();

        Assert.AreEqual(endpoint, again.Report.Processes[0].Endpoints["http"]);
        await ConnectAsync(endpoint);
    }

    [TestMethod]
    public async Task A_process_that_fails_is_told_with_its_exit_code_and_last_lines()
    {
        await using GroupFixture fixture = new();
        ProcessGroup group = await fixture.CreateAsync("""
            [processes.broken]
            command = "/bin/sh"
            args = ["-c", "echo The disk is on fire.; exit 7"]

            [processes.dependant]
            command = "sleep"
            args = ["600"]
            depends_on = { broken = "completed_successfully" }
            """);

        GroupChange change = await group.StartAsync();

        ProcessReport broken = group.Report.Processes[0];
        Assert.AreEqual("broken: failed, dependant: failed", What(change));
        StringAssert.Contains(change.Failure, "The disk is on fire.");
        Assert.AreEqual((ProcessStatus.Fail, (int?)7, true), (broken.Status, broken.ExitCode, broken.LastLines[^1].EndsWith("Z The disk is on fire.", StringComparison.Ordinal)));
        Assert.AreEqual(ProcessStatus.HasNeverRun, group.Report.Processes[1].Status);
        Assert.AreEqual("It was not started, because 'broken' exited with code 7 instead of exiting with code 0.", group.Report.Processes[1].Reason);
    }

    private static string What(GroupChange change) => string.Join(", ", change.Processes.Select(p => $"{p.Key}: {p.Value}"));

    private static async Task ConnectAsync(string endpoint)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(endpoint));
    }
}
