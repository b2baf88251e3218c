using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using TestOrchestrator.Hosting.Dashboards;
using TestOrchestrator.Hosting.Dcp;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Dcp;

[TestClass]
public sealed class DcpTelemetryTests
{
    [TestMethod]
    public async Task Without_a_receiver_services_are_told_of_none()
    {
        IReadOnlyDictionary<string, string> variables = await VariablesAsync(receiver: null);

        Assert.AreEqual("NO_PROXY=localhost GREETING=hello", string.Join(' ', variables.Select(v => $"{v.Key}={v.Value}")));
    }

    [TestMethod]
    public async Task With_a_receiver_services_send_to_it_and_not_through_the_proxy()
    {
        IReadOnlyDictionary<string, string> variables = await VariablesAsync(
            new(new("http://127.70.80.90:18889/"), "x-otlp-api-key=secret"));

        Assert.AreEqual("localhost,127.70.80.90", variables["NO_PROXY"]);
        Assert.AreEqual("http://127.70.80.90:18889/", variables["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.AreEqual("grpc", variables["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.AreEqual("x-otlp-api-key=secret", variables["OTEL_EXPORTER_OTLP_HEADERS"]);
    }

    private static async Task<IReadOnlyDictionary<string, string>> VariablesAsync(TelemetryReceiver? receiver)
    {
        await using LocalApplication application = LocalApplication.Build(builder =>
            builder.AddResource(new ProjectResource("service"))
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317")
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .WithEnvironment("NO_PROXY", "localhost")
                .WithEnvironment("GREETING", "hello"));
        DcpTelemetry.Apply(application.Model, receiver);

        IExecutionConfigurationResult result = await ExecutionConfigurationBuilder
            .Create(application.Model.Resources.Single(r => r.Name == "service"))
            .WithEnvironmentVariablesConfig()
            .BuildAsync(application.Services.GetRequiredService<DistributedApplicationExecutionContext>(), NullLogger.Instance, default);
        return result.EnvironmentVariables.ToDictionary();
    }
}
