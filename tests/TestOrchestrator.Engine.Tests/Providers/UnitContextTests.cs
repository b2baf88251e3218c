using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Tests.Providers;

[TestClass]
public sealed class UnitContextTests
{
    [TestMethod]
    public async Task A_note_is_an_event_and_a_line_in_the_log()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        RunningApplication application = await engine.StartAsync().Soon();

        server.Instance.Context.Note("It is slow today.");

        Assert.AreEqual("note resource=server text=It is slow today.", string.Join('\n', engine.Events("note")));
        Assert.AreEqual("[testorchestrator] It is slow today.\n", application.ReadLog("server"));
    }

    [TestMethod]
    public async Task A_provider_is_told_everything_of_its_resource()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").WithEndpoint().WithHttp();
        RunningApplication application = await engine.StartAsync().Soon();

        UnitContext context = server.Instance.Context;

        Assert.AreEqual(
            $"server {application.Id} fast {application.Address} {application.StateDirectory} {application.LogFileOf("server")} tcp http {application.GetEndpoint("server", "tcp").Address}",
            $"{context.Name} {context.ApplicationId} {context.Lane} {context.Address} {context.StateDirectory} {context.LogFile} {string.Join(' ', context.GetEndpoints().Select(e => e.Scheme))} {context.GetEndpoint("TCP").Address}");
        Assert.IsNull(context.KeptDirectory);
        Assert.IsTrue(Directory.Exists(context.StateDirectory));
    }

    [TestMethod]
    public async Task One_resource_reaches_what_realises_another()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        Fake client = engine.AddFake("client");
        RunningApplication application = await engine.StartAsync().Soon();

        IUnitRuntime reached = client.Instance.Context.GetRuntime<IUnitRuntime>(server.Builder.Name);

        Assert.AreSame(application.GetRuntimes<IUnitRuntime>().Single(r => r.Name == "server").Runtime, reached);
    }

    [TestMethod]
    public void Replicas_have_numbers_and_what_is_alone_has_none()
    {
        using TestDefinition definition = new();
        definition.AddProgram("several").WithReplicas(3);
        definition.AddProgram("alone");

        Assert.AreEqual("several-0, several-1, several-2", string.Join(", ", definition.Unit("several").InstanceNames));
        Assert.AreEqual("alone", string.Join(", ", definition.Unit("alone").InstanceNames));
    }
}
