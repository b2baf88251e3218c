namespace TestOrchestrator.AppModel.Tests.Projects;

[TestClass]
public sealed class TelemetryVariablesTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task Telemetry_goes_to_the_dashboard_with_its_key()
    {
        _app["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:18889";
        _app["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://localhost:18890";
        _app["AppHost:OtlpApiKey"] = "key";
        _app.AddProject("api");

        Assert.AreEqual("""
            OTEL_BLRP_SCHEDULE_DELAY=1000
            OTEL_BSP_SCHEDULE_DELAY=1000
            OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:18889
            OTEL_EXPORTER_OTLP_HEADERS=x-otlp-api-key=key
            OTEL_EXPORTER_OTLP_PROTOCOL=grpc
            OTEL_METRIC_EXPORT_INTERVAL=1000
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api
            OTEL_SERVICE_NAME=api
            """, await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task A_dashboard_may_take_http_alone_and_need_no_key()
    {
        _app["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://localhost:18890";
        _app["AppHost:OtlpApiKey"] = "";
        _app.AddProject("api");

        Assert.AreEqual("""
            OTEL_BLRP_SCHEDULE_DELAY=1000
            OTEL_BSP_SCHEDULE_DELAY=1000
            OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:18890
            OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
            OTEL_METRIC_EXPORT_INTERVAL=1000
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api
            OTEL_SERVICE_NAME=api
            """, await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task Batches_are_short_in_development_only()
    {
        using TestAppHost app = new("Production");
        app["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:18889";
        app.AddProject("api");

        Assert.AreEqual("""
            OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:18889
            OTEL_EXPORTER_OTLP_PROTOCOL=grpc
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api
            OTEL_SERVICE_NAME=api
            """, await app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task Programs_that_are_no_projects_are_told_nothing()
    {
        _app["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:18889";
        _app.AddProgram("tool");

        Assert.AreEqual("", await _app.Start().EnvironmentOf("tool"));
    }
}
