using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Addresses;

[TestClass]
public sealed class PortMoveTests
{
    private static int s_lastPort = Random.Shared.Next(10_000, 18_000);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_port_that_is_taken_after_it_was_reserved_is_given_up_and_everybody_is_told_the_new_one(bool everywhere)
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").WithPort(FreePort());
        engine.AddScript("client", "echo $SERVER").WithEnvironment("SERVER", server.Builder.GetEndpoint("http"));
        RunningApplication application = engine.Create();
        IPEndPoint reserved = application.GetEndpoint("server").Address;
        using Socket intruder = Listen(everywhere ? new(IPAddress.Any, reserved.Port) : reserved);

        await application.StartAsync().Soon();

        await application.WaitForUnitAsync("client", UnitState.Completed).Soon();
        IPEndPoint moved = application.GetEndpoint("server").Address;
        Assert.AreNotEqual(reserved, moved);
        Assert.AreEqual($"http://{moved}\n", await File.ReadAllTextAsync(application.LogFileOf("client")));
        Assert.AreEqual(Moved(reserved, moved), string.Join('\n', engine.Events("note")));
        string description = await File.ReadAllTextAsync(Path.Combine(application.Directory, "app.json"));
        StringAssert.Contains(description, $"\"http://{moved}\"");
        Assert.IsFalse(description.Contains($"{reserved}\"", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task A_program_that_insists_on_a_port_that_was_taken_after_it_was_reserved_is_refused()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "exec sleep 300").WithEndpoint(targetPort: FreePort(), name: "tcp");
        RunningApplication application = engine.Create();
        IPEndPoint reserved = application.GetEndpoint("server").Address;
        using Socket intruder = Listen(reserved);

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        Assert.AreEqual(
            $"TO1303: 'server' insists on port {reserved.Port} for its endpoint 'tcp', and another program on this machine listens there ({reserved}; 'ss -ltnp' shows it). Stop that program, or let the port be chosen: leave targetPort out and pass the name of the variable that tells the program its port (env:).",
            error.Message);
    }

    [TestMethod]
    public async Task A_program_that_insists_on_a_port_that_is_taken_while_it_starts_has_failed_for_that()
    {
        await using TestEngine engine = new();
        using Intruder intruder = new();
        Fake server = engine.AddFake("server");
        server.Builder.WithEndpoint(targetPort: FreePort(), name: "tcp");
        RunningApplication application = engine.Create();
        IPEndPoint reserved = application.GetEndpoint("server").Address;
        server.Starting(_ => intruder.Take(reserved));

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        StringAssert.StartsWith(application.Units["server"].Reason, $"TO1303: 'server' insists on port {reserved.Port} ");
        Assert.AreEqual(UnitState.FailedToStart, application.Units["server"].State);
    }

    [TestMethod]
    public async Task A_port_that_is_taken_while_its_server_starts_is_given_up_and_those_who_run_are_started_again()
    {
        await using TestEngine engine = new();
        using Intruder intruder = new();
        Fake server = engine.AddFake("server").WithPort(FreePort());
        Fake client = Knows(engine.AddFake("client"), server);
        Fake stranger = engine.AddFake("stranger");
        RunningApplication application = engine.Create();
        IPEndPoint reserved = application.GetEndpoint("server").Address;
        server.Starting(async token =>
        {
            if (!intruder.IsThere)
            {
                await application.WaitForUnitAsync("client", UnitState.Ready, cancellationToken: token);
                await application.WaitForUnitAsync("stranger", UnitState.Ready, cancellationToken: token);
                await intruder.Take(reserved);
            }
        });

        await application.StartAsync().Soon();

        IPEndPoint moved = application.GetEndpoint("server").Address;
        Assert.AreNotEqual(reserved, moved);
        Assert.AreEqual("Ready Ready Ready", States(application));
        Assert.AreEqual("1 2 1", $"{server.Provider.Instances.Count} {client.Provider.Instances.Count} {stranger.Provider.Instances.Count}");
        Assert.AreEqual(Moved(reserved, moved), string.Join('\n', engine.Events("note")));
        Assert.IsTrue(engine.Events("resource-state").Contains("resource-state resource=server state=Waiting reason=It failed because another program has taken its port."));
    }

    // It would wait for the server at the old port until its start limit, and nobody would be there.
    [TestMethod]
    public async Task A_start_that_waits_for_the_old_port_begins_anew()
    {
        await using TestEngine engine = new();
        using Intruder intruder = new();
        Fake server = engine.AddFake("server").WithPort(FreePort());
        Fake client = Knows(engine.AddFake("client"), server).NotReady("nobody at the port of the server");
        RunningApplication application = engine.Create();
        IPEndPoint reserved = application.GetEndpoint("server").Address;
        server.Starting(async token =>
        {
            if (!intruder.IsThere)
            {
                await application.WaitForUnitAsync("client", UnitState.Running, cancellationToken: token);
                await client.Instance.Probed;
                await intruder.Take(reserved);
            }
        });
        client.Starting(_ =>
        {
            if (application.GetEndpoint("server").Address.Port != reserved.Port)
            {
                client.BecomesReady();
            }

            return Task.CompletedTask;
        });

        await application.StartAsync().Soon();

        Assert.AreEqual("Ready Ready", States(application));
        Assert.HasCount(2, client.Provider.Instances);
        Assert.IsTrue(client.Provider.Instances[0].Ended.IsCompleted);
    }

    [TestMethod]
    public async Task What_waits_for_a_server_that_comes_back_elsewhere_is_started_again_after_it()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock });
        Fake server = engine.AddFake("server").WithPort(FreePort()).Restarts(RestartPolicy.OnFailure, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Fake client = Knows(engine.AddFake("client").WaitFor(server), server);
        RunningApplication application = await engine.StartAsync().Soon();
        using Socket intruder = Listen(application.GetEndpoint("server").Address);

        server.Instance.End(new() { ExitCode = 1 });
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(1)).Soon();
        clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.IsTrueAsync(() => client.Provider.Instances.Count == 2);
        await application.WaitForUnitAsync("client", UnitState.Ready).Soon();
        Assert.AreEqual("Ready Ready", States(application));
        Assert.HasCount(2, server.Provider.Instances);
    }

    [TestMethod]
    public async Task A_resource_that_is_started_again_elsewhere_takes_those_along_who_wait_for_it()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").WithPort(FreePort());
        Fake client = Knows(engine.AddFake("client").WaitFor(server), server);
        RunningApplication application = await engine.StartAsync().Soon();
        await application.StopUnitAsync("server").Soon();
        using Socket intruder = Listen(application.GetEndpoint("server").Address);

        await application.StartUnitAsync("server").Soon();

        Assert.AreEqual("Ready Ready", States(application));
        Assert.AreEqual("2 2", $"{server.Provider.Instances.Count} {client.Provider.Instances.Count}");
    }

    [TestMethod]
    public async Task Two_that_know_each_other_can_both_lose_their_ports()
    {
        await using TestEngine engine = new();
        using Intruder first = new();
        using Intruder second = new();
        Fake a = engine.AddFake("a").WithPort(FreePort());
        Fake b = Knows(engine.AddFake("b").WithPort(FreePort()), a);
        Knows(a, b);
        RunningApplication application = engine.Create();
        IPEndPoint[] reserved = [application.GetEndpoint("a").Address, application.GetEndpoint("b").Address];
        TaskCompletionSource both = new();
        int starting = 0;
        a.Starting(_ => LoseAsync(first, reserved[0]));
        b.Starting(_ => LoseAsync(second, reserved[1]));

        await application.StartAsync().Soon();

        Assert.AreEqual("Ready Ready", States(application));
        Assert.AreNotEqual(reserved[0], application.GetEndpoint("a").Address);
        Assert.AreNotEqual(reserved[1], application.GetEndpoint("b").Address);

        async Task LoseAsync(Intruder intruder, IPEndPoint port)
        {
            if (Interlocked.Increment(ref starting) == 2)
            {
                both.SetResult();
            }

            await both.Task;
            if (!intruder.IsThere)
            {
                await intruder.Take(port);
            }
        }
    }

    [TestMethod]
    public async Task One_that_cannot_be_started_again_is_told()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").WithPort(FreePort());
        Fake client = Knows(engine.AddFake("client").WaitFor(server), server);
        RunningApplication application = await engine.StartAsync().Soon();
        await application.StopUnitAsync("server").Soon();
        using Socket intruder = Listen(application.GetEndpoint("server").Address);
        client.Starting(_ => throw new EngineException("TO9999", "Once was enough."));

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartUnitAsync("server")).Soon();

        Assert.AreEqual($"TO1402: The application '{application.Id}' did not start:\n'client' is FailedToStart: TO9999: Once was enough.", error.Message);
    }

    private static string States(RunningApplication application) =>
        string.Join(' ', application.Units.Values.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => r.State));

    private static string Moved(IPEndPoint from, IPEndPoint to) =>
        $"note text=Another program has taken port {from.Port} on {from.Address} since it was reserved: endpoint 'http' of 'server' is on {to.Port} instead.";

    private static Fake Knows(Fake client, Fake server)
    {
        client.Builder.Knows(server.Builder);
        return client;
    }

    private static Socket Listen(IPEndPoint endPoint)
    {
        // On Unix, binding sets SO_REUSEADDR, as servers do.
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(endPoint);
        socket.Listen();
        return socket;
    }

    // Below those that systems and the engine hand out, each to one test only, so that nobody else has it before the test takes it.
    private static int FreePort()
    {
        while (true)
        {
            int port = Interlocked.Increment(ref s_lastPort);
            try
            {
                using Socket socket = Listen(new(IPAddress.Any, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }

    /// <summary>Takes a port in the moment in which its owner wants to listen there, who fails for it.</summary>
    private sealed class Intruder : IDisposable
    {
        private Socket? _socket;

        public bool IsThere => _socket is not null;

        public Task Take(IPEndPoint port)
        {
            _socket = Listen(port);
            throw new SocketException((int)SocketError.AddressAlreadyInUse);
        }

        public void Dispose() => _socket?.Dispose();
    }
}
