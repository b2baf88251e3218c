using System.Globalization;

namespace TestOrchestrator.Engine.Tests.InProcess;

/// <summary>Services that send telemetry, several of them in one process.</summary>
[TestClass]
public sealed class TelemetryTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Nobody is there: the services write what they would send to their logs.
    private const string Receiver = "http://127.0.0.1:1";

    [TestMethod]
    public async Task Each_span_and_measurement_arrives_once_at_its_own_service()
    {
        await using TestEngine engine = new();
        engine.AddAsset("one", "TracedService").WithHttpEndpoint().WithEnvironment(Endpoint, Receiver);
        engine.AddAsset("two", "TracedService").WithHttpEndpoint().WithEnvironment(Endpoint, Receiver);
        RunningApplication application = await engine.StartAsync().Soon();

        await Task.WhenAll(WorkAsync(application, "one", 3), WorkAsync(application, "two", 2)).Soon();
        await application.DisposeAsync();

        AssertTelemetry(application.ReadLog("one"), 3);
        AssertTelemetry(application.ReadLog("two"), 2);
    }

    [TestMethod]
    public async Task What_one_service_leaves_out_of_its_traces_another_may_have()
    {
        await using TestEngine engine = new();
        engine.AddAsset("one", "TracedService").WithHttpEndpoint().WithEnvironment(Endpoint, Receiver);
        engine.AddAsset("two", "TracedService").WithHttpEndpoint().WithEnvironment(Endpoint, Receiver).WithEnvironment("HIDDEN", "/work");
        RunningApplication application = await engine.StartAsync().Soon();

        await Task.WhenAll(WorkAsync(application, "one", 1), WorkAsync(application, "two", 1)).Soon();
        await application.DisposeAsync();

        string[] spans = ["span Server GET /work", "span Internal work"];
        Assert.AreEqual("1 span Server GET /work, 1 span Internal work", string.Join(", ", Count(application.ReadLog("one"), spans)));
        Assert.AreEqual("", string.Join(", ", Count(application.ReadLog("two"), spans)));
    }

    [TestMethod]
    public async Task A_service_that_makes_a_provider_itself_is_a_process_if_it_sends_telemetry()
    {
        await using TestEngine engine = new();
        engine.AddAsset("sends", "SelfTracedService").WithHttpEndpoint().WithEnvironment(Endpoint, Receiver);
        engine.AddAsset("silent", "SelfTracedService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        string sends = await application.GetAsync("sends", "process");
        string silent = await application.GetAsync("silent", "process");

        string here = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        Assert.AreEqual(here, silent);
        Assert.AreNotEqual(here, sends);
        StringAssert.Contains(
            application.ReadLog("sends"),
            "[testorchestrator] 'sends' runs as a process of its own, because SelfTracedService.dll makes providers of OpenTelemetry "
            + "by its class Sdk, and these hear all services of the test process.");
    }

    private static Task WorkAsync(RunningApplication application, string service, int times) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(_ => application.GetAsync(service, "work")));

    // Measurements are written when a service ends.
    private static void AssertTelemetry(string log, int times)
    {
        string[] spans = ["span Internal work", "span Client GET", "span Server GET /work", "span Server GET /inner"];
        string[] measures = [$"measured worked {times}", $"measured http.client.request.duration {times}"];

        Assert.AreEqual(
            string.Join('\n', spans.Select(line => $"{times} {line}").Concat(measures.Select(line => $"1 {line}"))),
            string.Join('\n', Count(log, [.. spans, .. measures])),
            log);
    }

    private static IEnumerable<string> Count(string log, params string[] lines)
    {
        string[] written = log.Split('\n');
        return lines.Select(line => (Line: line, Times: written.Count(l => l == line)))
            .Where(c => c.Times > 0)
            .Select(c => $"{c.Times} {c.Line}");
    }
}
