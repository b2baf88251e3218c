namespace TestOrchestrator.AppModel.Tests.EnvironmentVariables;

[TestClass]
public sealed class EndpointPortVariablesTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task A_program_is_told_its_ports_in_the_variables_that_it_reads()
    {
        _app.AddProgram("web").WithHttpEndpoint(env: "PORT").WithEndpoint(name: "raw", env: "RAW_PORT").WithHttpEndpoint(name: "admin");

        Assert.AreEqual("PORT=5001\nRAW_PORT=5002", await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_project_listens_on_its_http_endpoints()
    {
        _app.AddProject("api").WithHttpEndpoint().WithHttpsEndpoint().WithEndpoint(name: "raw");

        Assert.AreEqual("""
            ASPNETCORE_URLS=http://127.0.0.9:5001;https://127.0.0.9:5002
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api
            OTEL_SERVICE_NAME=api
            """, await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task An_endpoint_with_a_variable_is_not_among_the_urls()
    {
        _app.AddProject("api").WithHttpEndpoint().WithHttpEndpoint(name: "admin", env: "ADMIN_PORT");

        Assert.AreEqual("""
            ADMIN_PORT=5002
            ASPNETCORE_URLS=http://127.0.0.9:5001
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api
            OTEL_SERVICE_NAME=api
            """, await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task A_project_without_endpoints_has_no_urls()
    {
        _app.AddProject("worker");

        Assert.AreEqual("""
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=worker
            OTEL_SERVICE_NAME=worker
            """, await _app.Start().EnvironmentOf("worker"));
    }

    [TestMethod]
    public async Task Each_replica_has_its_own_ports()
    {
        _app.AddProject("api").WithHttpEndpoint().WithHttpEndpoint(name: "admin", env: "ADMIN_PORT").WithReplicas(2);

        Assert.AreEqual("""
            ADMIN_PORT=5004
            ASPNETCORE_URLS=http://127.0.0.9:5003
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api-1
            OTEL_SERVICE_NAME=api
            """, await _app.Start().EnvironmentOf("api", replica: 1));
    }

    [TestMethod]
    public async Task The_author_can_set_the_urls()
    {
        _app.AddProject("api").WithHttpEndpoint().WithEnvironment("ASPNETCORE_URLS", "http://*:80");

        Assert.AreEqual("""
            ASPNETCORE_URLS=http://*:80
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api
            OTEL_SERVICE_NAME=api
            """, await _app.Start().EnvironmentOf("api"));
    }
}
