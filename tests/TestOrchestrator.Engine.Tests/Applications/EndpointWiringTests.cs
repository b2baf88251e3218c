using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Addresses;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class EndpointWiringTests
{
    [TestMethod]
    public async Task A_port_that_had_to_be_moved_reaches_everybody_who_is_told_it()
    {
        using TcpListener everywhere = new(IPAddress.Any, 0);
        everywhere.Start();
        int taken = ((IPEndPoint)everywhere.LocalEndpoint).Port;
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").WithPort(taken);
        engine.AddScript("client", "echo $SERVER").WithEnvironment("SERVER", server.Builder.GetEndpoint("http"));

        RunningApplication application = await engine.StartAsync().Soon();

        await application.WaitForUnitAsync("client", UnitState.Completed).Soon();
        IPEndPoint moved = application.GetEndpoint("server").Address;
        Assert.AreNotEqual(taken, moved.Port);
        Assert.AreEqual($"http://{moved}\n", await File.ReadAllTextAsync(application.LogFileOf("client")));
        Assert.AreEqual(
            $"note text=Port {taken} on {application.Address} is taken by another program: endpoint 'http' of 'server' is on {moved.Port} instead.",
            string.Join('\n', engine.Events("note")));
    }

    [TestMethod]
    public async Task Applications_have_the_same_port_each_on_an_address_of_its_own()
    {
        await using TestEngine engine = new();
        engine.AddFake("server").WithPort(5103);
        GroupDefinition group = engine.Build();

        RunningApplication first = engine.Run.CreateApplication(group, new() { Name = "Test" });
        RunningApplication second = engine.Run.CreateApplication(group, new() { Name = "Test" });

        Assert.AreEqual("5103 5103", $"{first.GetEndpoint("server").Address.Port} {second.GetEndpoint("server").Address.Port}");
        Assert.AreNotEqual(first.Address, second.Address);
    }

    [TestMethod]
    public async Task An_application_on_a_shared_address_is_there()
    {
        await using TestEngine engine = new();
        engine.AddFake("server").WithHttp();

        RunningApplication application = engine.Run.CreateApplication(engine.Build(), new() { Name = "Test", Address = IPAddress.Loopback });

        Assert.AreEqual("127.0.0.1 127.0.0.1", $"{application.Address} {application.GetEndpoint("server").Address.Address}");
    }

    [TestMethod]
    public async Task An_address_that_others_can_reach_is_refused()
    {
        await using TestEngine engine = new();
        engine.AddFake("server").WithHttp();

        EngineException error = Assert.ThrowsExactly<EngineException>(() => engine.Run.CreateApplication(engine.Build(), new() { Name = "Test", Address = IPAddress.Any }));

        Assert.AreEqual("TO1304", error.Code);
    }

    [TestMethod]
    public async Task Ports_are_free_again_when_the_application_has_ended()
    {
        await using TestEngine engine = new();
        engine.AddFake("server").WithPort(5103);
        RunningApplication application = engine.Create();
        IPEndPoint endPoint = application.GetEndpoint("server").Address;

        await application.DisposeAsync();

        // A program that another test is starting has a copy of the socket until it runs.
        await Eventually.IsTrueAsync(() => IsFree(endPoint));
    }

    [TestMethod]
    public async Task Ports_are_free_again_when_the_application_could_not_be_made()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "exit 0").WithEndpoint(targetPort: 5107, name: "tcp");
        GroupDefinition group = engine.Build();
        await File.WriteAllTextAsync(Path.Combine(engine.Directory, "file"), "");
        IPAddress address;
        using (AddressReservation free = AddressReservation.Reserve(Random.Shared))
        {
            address = free.Address;
        }

        EngineException error = Assert.ThrowsExactly<EngineException>(() => engine.Run.CreateApplication(group, new() { Name = "Test", Address = address, Directory = Path.Combine(engine.Directory, "file", "app") }));

        // A program that another test is starting has a copy of the socket until it runs.
        RunningApplication? application = null;
        await Eventually.IsTrueAsync("an application on the same port", () =>
        {
            try
            {
                application = engine.Run.CreateApplication(group, new() { Name = "Test", Address = address });
            }
            catch (EngineException e) when (e.Code == "TO1303")
            {
                return Task.FromResult(false);
            }

            return Task.FromResult(true);
        });
        Assert.AreEqual("TO1509", error.Code);
        Assert.AreEqual(new(address, 5107), application?.GetEndpoint("server").Address);
    }

    [TestMethod]
    public async Task An_endpoint_is_chosen_http_first_then_https_then_any()
    {
        await using TestEngine engine = new();
        Fake all = engine.AddFake("all").WithEndpoint();
        all.Builder.WithHttpsEndpoint().WithHttpEndpoint().WithHttpEndpoint(name: "admin");
        Fake secure = engine.AddFake("secure").WithEndpoint();
        secure.Builder.WithHttpsEndpoint();
        engine.AddFake("tcp").WithEndpoint();
        engine.AddFake("none");
        RunningApplication application = engine.Create();

        EngineException none = Assert.ThrowsExactly<EngineException>(() => application.GetEndpoint("none"));
        EngineException wrong = Assert.ThrowsExactly<EngineException>(() => application.GetEndpoint("all", "metrics"));

        Assert.AreEqual("http https tcp", $"{application.GetEndpoint("all").Scheme} {application.GetEndpoint("secure").Scheme} {application.GetEndpoint("tcp").Scheme}");
        Assert.AreEqual(application.GetEndpoint("all", "ADMIN"), application.EndpointsOf("all").Last());
        Assert.AreEqual("TO1410: 'none' has no endpoints.", none.Message);
        Assert.AreEqual("TO1410: 'all' has no endpoint 'metrics'. It declares: 'tcp', 'https', 'http', 'admin'.", wrong.Message);
    }

    private static bool IsFree(IPEndPoint endPoint)
    {
        using PortReservation? reservation = PortReservation.TryReserve(endPoint);
        return reservation is not null;
    }
}
