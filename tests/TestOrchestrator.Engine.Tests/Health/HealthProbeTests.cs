namespace TestOrchestrator.Engine.Tests.Health;

[TestClass]
public sealed class HealthProbeTests
{
    [TestMethod]
    public async Task Every_check_must_succeed_and_each_asks_its_own_endpoint()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        server.Builder.WithHttpsEndpoint().WithHttpEndpoint().WithHttpEndpoint(name: "admin").WithHttpHealthCheck("/live").WithHttpHealthCheck("ready", statusCode: 204, endpointName: "admin");
        RunningApplication application = engine.Create();
        await using HttpAnswers http = HttpAnswers.Of(server, () => application.GetEndpoint("server", "http").Address);
        await using HttpAnswers admin = HttpAnswers.Of(server, () => application.GetEndpoint("server", "admin").Address);
        admin.Next("200 OK", "");
        admin.Next("204 No Content", "");

        await application.StartAsync().Soon();

        Assert.AreEqual("GET /live HTTP/1.1, GET /live HTTP/1.1", string.Join(", ", http.Requests));
        Assert.AreEqual("GET /ready HTTP/1.1, GET /ready HTTP/1.1", string.Join(", ", admin.Requests));
    }

    [TestMethod]
    public async Task What_the_provider_says_comes_first()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").WithHttp().NotReady();
        server.Builder.WithHttpHealthCheck();
        RunningApplication application = engine.Create();
        await using HttpAnswers http = HttpAnswers.Of(server, () => application.GetEndpoint("server").Address);
        Task starting = application.StartAsync();
        await application.WaitForUnitAsync("server", UnitState.Running).Soon();
        await server.Instance.Probed.Soon();
        int early = http.Requests.Count;

        server.BecomesReady();

        await starting.Soon();
        Assert.AreEqual(0, early);
        Assert.AreEqual("GET / HTTP/1.1", string.Join(", ", http.Requests));
    }
}
