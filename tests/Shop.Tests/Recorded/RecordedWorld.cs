using TestOrchestrator.Proxy.Recordings;

namespace Shop.Tests.Recorded;

/// <summary>An application whose outside is recorded: what is an order's own, or of the moment, does not count.</summary>
internal static class RecordedWorld
{
    public static void Configure(IDistributedApplicationBuilder builder) =>
        builder.CreateResourceBuilder<InterceptingProxyResource>("proxy").WithStrictTraffic().WithRecording(o => o with
        {
            Mode = o.Mode == RecordingMode.Auto ? RecordingMode.Replay : o.Mode,
            IgnoredJsonPaths = ["$.orderId", "$.at", "$.data.order.id", "$.data.shipment.id"],
        });

    /// <summary>Starts the real thing when it is to be recorded; otherwise there is none, and the proxy lets nothing leave the machine.</summary>
    public static async Task<OutsideWorld?> StartAsync(TestContext context)
    {
        if (!OutsideWorld.IsNeeded)
        {
            return null;
        }

        OutsideWorld world = await OutsideWorld.StartAsync();
        world.Attach((await context.GetAppAsync()).Proxy);
        return world;
    }

    /// <summary>Asserts that everything outside was answered by the recording, whatever the run does with it.</summary>
    public static void AssertAnswered(TestApp app)
    {
        ExchangeOutcome expected = OutsideWorld.IsNeeded ? ExchangeOutcome.Forwarded : ExchangeOutcome.Replayed;
        RecordedExchange[] others = [.. app.Proxy.Find(r => r.Host("*.example.com")).Where(e => e.Outcome != expected)];
        Assert.IsEmpty(others, string.Join(Environment.NewLine, others.Select(e => e.ToString())));
    }
}
