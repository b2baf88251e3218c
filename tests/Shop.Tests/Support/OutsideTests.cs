using TestOrchestrator.Proxy.Recordings;

namespace Shop.Tests.Support;

/// <summary>Tests that are answered from recordings, <c>Recordings/Class/Test.har</c>: nothing outside is needed, and nothing leaves the machine.</summary>
public abstract class OutsideTests
{
    /// <summary>Gets what is outside of the shop. A mock that a test adds to the proxy goes before it.</summary>
    private protected Outside Outside { get; } = new();

    /// <summary>Has the traffic recorded; what is an order's own, or of the moment, does not count. A class that shapes its application otherwise, too, calls this first.</summary>
    protected static void ConfigureApp(IDistributedApplicationBuilder builder) =>
        builder.CreateResourceBuilder<InterceptingProxyResource>("proxy").WithRecording(o => o with
        {
            Mode = o.Mode == RecordingMode.Auto ? RecordingMode.Replay : o.Mode,
            IgnoredJsonPaths = ["$.orderId", "$.at", "$.data.order.id", "$.data.shipment.id"],
        });

    [TestInitialize]
    public Task BeginOutsideAsync() => Outside.BeginAsync(TestApp.Current.Proxy);

    // What a test leaves the shop to do belongs to its recording, too.
    [TestCleanup]
    public async Task EndOutsideAsync()
    {
        await TestApp.Current.Proxy.AssertNoneAsync(r => r.Host("nobody.example.com"));
        await Outside.DisposeAsync();
    }
}
