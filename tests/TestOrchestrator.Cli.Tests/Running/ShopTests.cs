using System.Net;
using System.Reflection;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Cli.Tests.Running;

[TestClass]
public sealed class ShopTests
{
    // The dashboard's ports are those of the launch profile otherwise, and may be taken by the shop that a person runs.
    private static readonly string[] s_anyPorts =
    [
        "--ASPNETCORE_URLS=http://127.0.0.1:0",
        "--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://127.0.0.1:0",
        "--ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL=http://127.0.0.1:0",
    ];

    // Two services, two servers and a dashboard start as processes.
    private static readonly WaitOptions s_wait = new() { Timeout = TimeSpan.FromMinutes(5) };

    private static readonly string s_appHost = Path.Combine(
        typeof(ShopTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "RepoRoot").Value!,
        "AppHost");

    [TestMethod]
    public async Task An_app_host_of_Aspire_runs_detached_with_its_dashboard_and_ends_in_order()
    {
        await using Orch orch = new();
        string runs = orch.Write("runs", "nothing", "");
        orch.Environment["TESTORCHESTRATOR_RUNS"] = runs;

        OrchResult run = await orch.RunAsync(["run", s_appHost, "--detach", "--", .. s_anyPorts]);
        Assert.AreEqual((0, ""), (run.ExitCode, run.Errors));
        await IsTrueAsync("the application has started", () => Task.FromResult(Events(runs).Any(e => Is(e, "app-started"))));
        Dictionary<string, Uri> resources = Resources(runs);
        await AnswersAsync(new(resources["api"], "health"));
        await AnswersAsync(resources["aspire-dashboard"]);
        OrchResult stop = await orch.RunAsync("group", "stop", "AppHost");

        StringAssert.Contains(stop.Output, "app-host: stopped");
        Assert.IsTrue(Events(runs).Any(e => Is(e, "run-ended")), "The app host was killed.");
        foreach (string resource in (string[])["api", "fulfilment", "aspire-dashboard"])
        {
            JsonElement ended = Events(runs).Last(e => Is(e, "resource-state") && e.GetProperty("resource").GetString() == resource);
            Assert.IsTrue(ended.TryGetProperty("exitCode", out JsonElement code), $"'{resource}' was killed: {ended}");
            Assert.AreEqual(0, code.GetInt32(), $"{ended}");
        }

        Assert.IsEmpty(orch.Processes.Where(p => !p.Contains("keep-group", StringComparison.Ordinal) && !p.Contains("nursery.dll", StringComparison.Ordinal)));
    }

    private static async Task AnswersAsync(Uri address)
    {
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        await IsTrueAsync($"{address} answers", async () =>
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(address);
                return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    private static Task IsTrueAsync(string what, Func<Task<bool>> look) => Wait.UntilAsync(
        what,
        async _ => await look() ? Observation.Satisfied : Observation.NotYet("that it is not"),
        s_wait,
        TimeProvider.System,
        CancellationToken.None);

    private static JsonElement[] Events(string runs) =>
        [.. Directory.EnumerateFiles(runs, "events.jsonl", SearchOption.AllDirectories).SelectMany(ReadLines).Select(line => JsonDocument.Parse(line).RootElement)];

    // The last line may still be written.
    private static string[] ReadLines(string file) => File.ReadAllText(file).Split('\n')[..^1];

    private static bool Is(JsonElement e, string name) => e.GetProperty("event").GetString() == name;

    private static Dictionary<string, Uri> Resources(string runs)
    {
        string file = Directory.EnumerateFiles(runs, "app.json", SearchOption.AllDirectories).Single();
        return JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("resources").EnumerateArray()
            .Where(r => r.GetProperty("endpoints").TryGetProperty("http", out _))
            .ToDictionary(r => r.GetProperty("name").GetString()!, r => new Uri(r.GetProperty("endpoints").GetProperty("http").GetString()!));
    }
}
