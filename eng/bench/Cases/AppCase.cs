using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Measuring;
using Bench.Peers;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.Capturing;
using TestOrchestrator.Hosting.Proxies;
using TestOrchestrator.Hosting.Runs;
using TestOrchestrator.Proxy.Sessions;

namespace Bench.Cases;

/// <summary>One complete application of the shop: two services, Postgres, Redis, the proxy.</summary>
internal static class AppCase
{
    private const int WarmUp = 5;
    private const int FastRuns = 40;
    private const int RealRuns = 12;

    public static async Task RunAsync(Report report, bool peers)
    {
        report.Add("app, lane fast", await MeasureAsync(Lane.Fast, FastRuns));
        report.Add("app, lane real", await MeasureAsync(Lane.Real, RealRuns));
        if (peers)
        {
            await ComposePeer.RunAsync(report);
        }
    }

    private static async Task<IEnumerable<Sample>> MeasureAsync(Lane lane, int runs)
    {
        await using EngineRun run = OrchestratorRun.Start(new() { Name = "bench", ProjectDirectory = ProjectDirectory.Of(typeof(AppCase).Assembly), Lane = lane });
        List<Sample> samples = [];
        for (int i = 0; i < WarmUp + runs; i++)
        {
            Sample sample = await MeasureOneAsync(run);
            if (i >= WarmUp)
            {
                samples.Add(sample);
            }
        }

        return samples;
    }

    private static async Task<Sample> MeasureOneAsync(EngineRun run)
    {
        double cpu = Machine.Cpu();
        long begin = Stopwatch.GetTimestamp();
        ApplicationModel model = AppHostModel.Create(new() { AppHost = typeof(Projects.AppHost) });
        RunningApplication application = await run.StartApplicationAsync(model, new() { Name = "shop" });
        double started = Since(begin);

        ProxyScope proxy = application.GetRuntimes<InterceptingProxyRuntime>().Single().Runtime.Session!.Root;
        proxy.When(r => r.Host("payments.example.com")).Respond(j => j.Json(new { id = "ch_1" }));
        proxy.When(r => r.Host("ext1.example.com")).Respond(j => j.Json(new { price = 12.5, days = 3 }));
        proxy.When(r => r.Host("ext2.example.com")).Respond(j => j.Json(new { quote = new { amount = "9.90", currency = "EUR" }, eta = "P2D" }));
        proxy.When(r => r.Host("ext3.example.com")).Respond(j => j.Text("<quote><price>11.00</price><days>1</days></quote>", "application/xml"));
        proxy.When(r => r.Host("stats.example.com")).Respond(j => j.Status(204));

        using HttpClient api = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = application.GetEndpoint("api").Url };
        using HttpResponseMessage accepted = await api.PostAsJsonAsync("/orders", new { sku = "book", quantity = 1 });
        accepted.EnsureSuccessStatusCode();
        double answered = Since(begin);

        // The last thing that an order does: fulfilment has stored the shipment and tells the statistics.
        RecordedEvent(await proxy.WaitForAsync(r => r.Post("https://stats.example.com/events")));
        double finished = Since(begin);

        double memory = Machine.MemoryOfChildren() + Machine.SizeOf(run.StateDirectory);
        long end = Stopwatch.GetTimestamp();
        await application.DisposeAsync();
        double stopped = Since(end);
        return new() { Started = started, Answered = answered, Finished = finished, Stopped = stopped, Cpu = Machine.Cpu() - cpu, Memory = memory };
    }

    private static void RecordedEvent(TestOrchestrator.Proxy.Exchanges.RecordedExchange exchange)
    {
        string? name = exchange.Request.Json["event"]?.GetValue<string>();
        if (name != "shipment_created")
        {
            throw new JsonException($"The order was not shipped: the first event is '{name}'.");
        }
    }

    private static double Since(long begin) => Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
}
