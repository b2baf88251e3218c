using TestOrchestrator.Proxy.Recordings;

namespace Shop.Tests.Support;

/// <summary>Tests that are answered from recordings, <c>Recordings/Class/Test.har</c>: nothing outside is needed, and nothing leaves the machine.</summary>
public abstract class OutsideTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Gets what is outside of the shop. A mock that a test adds to the proxy goes before it.</summary>
    private protected Outside Outside { get; } = new();

    /// <summary>Has the traffic recorded; what is an order's own, or of the moment, does not count. A class that shapes its application otherwise, too, calls this first.</summary>
    protected static void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        builder.WithPatientServices();
        builder.CreateResourceBuilder<InterceptingProxyResource>("proxy").WithRecording(o => o with
        {
            Mode = o.Mode == RecordingMode.Auto ? RecordingMode.Replay : o.Mode,
            IgnoredJsonPaths = ["$.orderId", "$.at", "$.data.order.id", "$.data.shipment.id"],
        });
    }

    [TestInitialize]
    public Task BeginOutsideAsync() => Outside.BeginAsync(TestApp.Current.Proxy);

    // What a test leaves the shop to do belongs to its recording, too, and the next test is to find the shop at rest.
    [TestCleanup]
    public async Task EndOutsideAsync()
    {
        ProxyScope proxy = TestApp.Current.Proxy;
        await (proxy.Recording is { Mode: RecordingMode.Replay } recording
            ? ReplayRestAsync(proxy, recording)
            : proxy.AssertNoneAsync(r => r.Host("nobody.example.com"), quiet: proxy.Recording is null ? null : TimeSpan.FromSeconds(1)));
        await Outside.DisposeAsync();
    }

    private static async Task ReplayRestAsync(ProxyScope proxy, Recording recording)
    {
        try
        {
            while (recording.Unused.Count > 0)
            {
                await proxy.WaitForAsync(Anybody, count: proxy.Count(Anybody) + 1, s_patience);
            }
        }
        catch (TimeoutException)
        {
            // Some calls came about by chance, such as those of a shop that was stopped while it charged.
        }
    }

    private static RequestPattern Anybody(RequestPattern r) => r.Host("*.example.com");
}
