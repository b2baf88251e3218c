using System.Net;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Faults;

/// <summary>Over HTTP/2 a fault breaks the stream, and leaves the others of the connection alone.</summary>
[TestClass]
public sealed class Http2FaultTests
{
    private const long InternalError = 2;
    private const long Cancel = 8;

    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(200);

    [TestMethod]
    public async Task A_reset_is_one_of_the_stream()
    {
        await using Rig rig = await Rig.StartAsync();
        using HttpResponseMessage other = await rig.AskAsync("/open");
        rig.Proxy.Root.Disturb(r => r.Path("/"), f => f.Reset());

        HttpRequestException reset = await Assert.ThrowsExactlyAsync<HttpRequestException>(() => rig.AskAsync("/"));

        Assert.AreEqual(InternalError, Code(reset));
        Assert.AreEqual(ExchangeOutcome.Faulted, rig.Proxy.Root.Find(r => r.Path("/")).Single().Outcome);
        rig.LetGo();
        Assert.AreEqual("end", await other.Content.ReadAsStringAsync().Soon());
    }

    [TestMethod]
    public async Task A_reset_of_the_whole_connection_ends_all_its_streams()
    {
        await using Rig rig = await Rig.StartAsync();
        using HttpResponseMessage other = await rig.AskAsync("/open");
        rig.Proxy.Root.Disturb(r => r.Path("/"), f => f.Reset().WholeConnection());

        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => rig.AskAsync("/"));

        await Assert.ThrowsAsync<Exception>(() => other.Content.ReadAsStringAsync().Soon());
    }

    [TestMethod]
    [DataRow(false, InternalError, DisplayName = "reset")]
    [DataRow(true, Cancel, DisplayName = "data limit")]
    public async Task Breaks_after_so_many_bytes(bool limit, long code)
    {
        await using Rig rig = await Rig.StartAsync();
        rig.Proxy.Root.Disturb(f => limit ? f.LimitData(7) : f.ResetAfter(7));

        // This client throws away what it has got when the stream is reset, so what it got cannot be asked of it.
        Exception broken = await Assert.ThrowsAsync<Exception>(async () =>
        {
            using HttpResponseMessage response = await rig.AskAsync("/");
            await response.Content.ReadAsStringAsync().Soon();
        });

        Assert.AreEqual(code, Code(broken));
        Assert.AreEqual(7, rig.Proxy.Root.Exchanges.Single().Response?.BodyLength);
    }

    [TestMethod]
    public async Task A_timeout_closes_the_stream()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.Proxy.Root.Disturb(f => f.Timeout(s_while));
        Task<HttpResponseMessage> asked = rig.AskAsync("/");
        await rig.Clock.TimerArmedAsync(s_while).Soon();

        rig.Clock.Advance(s_while);

        HttpRequestException closed = await Assert.ThrowsExactlyAsync<HttpRequestException>(() => asked);
        Assert.AreEqual(Cancel, Code(closed));
    }

    [TestMethod]
    public async Task Down_resets_the_connection_that_stands()
    {
        await using Rig rig = await Rig.StartAsync();
        using HttpResponseMessage other = await rig.AskAsync("/open");
        Fault down = rig.Proxy.Root.Disturb(f => f.Down());

        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => rig.AskAsync("/"));

        await Assert.ThrowsAsync<Exception>(() => other.Content.ReadAsStringAsync().Soon());
        down.Remove();
        using HttpResponseMessage again = await rig.AskAsync("/");
        Assert.AreEqual(FaultRig.Body, await again.Content.ReadAsStringAsync().Soon());
    }

    [TestMethod]
    public async Task Bandwidth_lets_bytes_flow_evenly()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.Proxy.Root.Disturb(f => f.Bandwidth(500));
        using HttpResponseMessage response = await rig.AskAsync("/");
        Stream body = await response.Content.ReadAsStreamAsync();
        byte[] bytes = new byte[5];
        for (int passed = 0; passed < FaultRig.Body.Length; passed += 5)
        {
            await rig.Clock.TimerArmedAsync(TimeSpan.FromMilliseconds(10)).Soon();
            Assert.AreEqual(passed, rig.Proxy.Root.Exchanges.Single().Response?.BodyLength);
            rig.Clock.Advance(TimeSpan.FromMilliseconds(10));
            await body.ReadExactlyAsync(bytes).AsTask().Soon();
        }

        Assert.AreEqual(0, await body.ReadAsync(bytes).AsTask().Soon());
    }

    [TestMethod]
    public async Task A_slow_close_holds_the_end_of_the_stream()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.Proxy.Root.Disturb(f => f.SlowClose(s_while));
        using HttpResponseMessage response = await rig.AskAsync("/");
        Stream body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[FaultRig.Body.Length]).AsTask().Soon();
        Task<int> end = body.ReadAsync(new byte[1]).AsTask();
        await rig.Clock.TimerArmedAsync(s_while).Soon();
        Assert.IsFalse(end.IsCompleted);

        rig.Clock.Advance(s_while);

        Assert.AreEqual(0, await end.Soon());
    }

    private static long? Code(Exception failure) => failure switch
    {
        HttpProtocolException protocol => protocol.ErrorCode,
        { InnerException: { } inner } => Code(inner),
        _ => null,
    };

    private sealed class Rig : IAsyncDisposable
    {
        private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly HttpClient _client;
        private TestOrigin? _origin;

        private Rig(TestProxy proxy, ManualTimeProvider clock) => (Proxy, Clock, _client) = (proxy, clock, proxy.Client(HttpVersion.Version20));

        public TestProxy Proxy { get; }

        public ManualTimeProvider Clock { get; }

        public static async Task<Rig> StartAsync()
        {
            ManualTimeProvider clock = new(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(60_000));
            Rig rig = new(await TestProxy.StartAsync(clock: clock), clock);
            rig._origin = await TestOrigin.StartAsync(rig.AnswerAsync, rig.Proxy.Authority);
            return rig;
        }

        public Task<HttpResponseMessage> AskAsync(string path) =>
            _client.GetAsync(new Uri(_origin!.Address, path), HttpCompletionOption.ResponseHeadersRead).Soon();

        public void LetGo() => _letGo.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            LetGo();
            await Proxy.DisposeAsync();
            await (_origin?.DisposeAsync() ?? default);
        }

        private async Task AnswerAsync(HttpContext context)
        {
            if (context.Request.Path == "/open")
            {
                await context.Response.Body.FlushAsync();
                await _letGo.Task;
                await context.Response.WriteAsync("end");
                return;
            }

            await context.Response.WriteAsync(FaultRig.Body);
        }
    }
}
