using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Grpc;

/// <summary>A service of gRPC, and a client of it that goes through the proxy: within TLS, or in HTTP/2 without it within CONNECT.</summary>
internal sealed class GrpcRig : IAsyncDisposable
{
    private readonly TestOrigin _origin;
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<string> _news;

    private GrpcRig(TestProxy proxy, TestOrigin origin, HttpClient client, Channel<string> news) => (Proxy, _origin, Client, _news) = (proxy, origin, client, news);

    public TestProxy Proxy { get; }

    public HttpClient Client { get; }

    /// <summary>Completes when the service has noticed that its client gave up.</summary>
    public Task Abandoned => _abandoned.Task;

    public Uri Method(string name) => new(_origin.Address, $"/shop.Orders/{name}");

    /// <summary>Lets the service send this to who listens to <c>Watch</c>.</summary>
    public ValueTask TellAsync(string news) => _news.Writer.WriteAsync(news);

    public void EndNews() => _news.Writer.Complete();

    public static async Task<GrpcRig> StartAsync(bool tls)
    {
        TestProxy proxy = await TestProxy.StartAsync();
        GrpcRig? rig = null;
        TestOrigin origin = await TestOrigin.StartAsync(context => rig!.AnswerAsync(context), tls ? proxy.Authority : null, HttpProtocols.Http2);
        HttpClient client = tls ? proxy.Client() : new HttpClient(Tunneled(proxy));
        return rig = new GrpcRig(proxy, origin, client, Channel.CreateUnbounded<string>());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Proxy.DisposeAsync();
        await _origin.DisposeAsync();
    }

    // .NET does not open a tunnel for what is not TLS; clients of gRPC in other languages do.
    private static SocketsHttpHandler Tunneled(TestProxy proxy) => new()
    {
        UseProxy = false,
        ConnectCallback = async (context, _) => (await RawConnection.ConnectThroughAsync(proxy.Session, $"{context.DnsEndPoint.Host}:{context.DnsEndPoint.Port}")).Stream,
    };

    private async Task AnswerAsync(HttpContext context)
    {
        Assert.AreEqual(GrpcFrame.ContentType, context.Request.ContentType);
        Assert.AreEqual("trailers", context.Request.Headers.TE.ToString());
        context.Response.ContentType = GrpcFrame.ContentType;
        string method = context.Request.Path.Value!.Split('/')[^1];
        await (method switch
        {
            "Get" => GetAsync(context),
            "Missing" => MissingAsync(context),
            "Watch" => WatchAsync(context),
            "Sum" => SumAsync(context),
            "Talk" => TalkAsync(context),
            "Hang" => HangAsync(context),
            "Break" => BreakAsync(context),
            _ => throw new AssertFailedException($"The service has no method '{method}'."),
        });
    }

    private static async Task GetAsync(HttpContext context)
    {
        string? asked = await GrpcFrame.ReadAsync(context.Request.Body);
        await context.Response.Body.WriteAsync(GrpcFrame.Of($"order {asked}"));
        context.Response.AppendTrailer("grpc-status", "0");
        context.Response.AppendTrailer("x-cost-bin", "AQI");
    }

    // Trailers only: one HEADERS frame, which ends the stream.
    private static Task MissingAsync(HttpContext context)
    {
        context.Response.Headers["grpc-status"] = "5";
        context.Response.Headers["grpc-message"] = "there is none%21";
        return Task.CompletedTask;
    }

    private async Task WatchAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync();
        await foreach (string next in _news.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.Body.WriteAsync(GrpcFrame.Of(next));
            await context.Response.Body.FlushAsync();
        }

        // What failed half-way has messages and a status that is not 0.
        context.Response.AppendTrailer("grpc-status", "14");
        context.Response.AppendTrailer("grpc-message", "gone");
    }

    private static async Task SumAsync(HttpContext context)
    {
        int sum = 0;
        while (await GrpcFrame.ReadAsync(context.Request.Body) is { } next)
        {
            sum += int.Parse(next, System.Globalization.CultureInfo.InvariantCulture);
        }

        await context.Response.Body.WriteAsync(GrpcFrame.Of($"{sum}"));
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task TalkAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync();
        while (await GrpcFrame.ReadAsync(context.Request.Body) is { } next)
        {
            await context.Response.Body.WriteAsync(GrpcFrame.Of($"re: {next}"));
            await context.Response.Body.FlushAsync();
        }

        context.Response.AppendTrailer("grpc-status", "0");
    }

    private async Task HangAsync(HttpContext context)
    {
        await context.Response.Body.WriteAsync(GrpcFrame.Of($"until {context.Request.Headers["grpc-timeout"]}"));
        await context.Response.Body.FlushAsync();
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task.Soon();
        _abandoned.TrySetResult();
    }

    // 11 is ENHANCE_YOUR_CALM (RFC 9113, section 7).
    private async Task BreakAsync(HttpContext context)
    {
        await context.Response.Body.WriteAsync(GrpcFrame.Of("half"));
        await context.Response.Body.FlushAsync();

        // A reset overtakes what is in flight.
        await _news.Reader.ReadAsync();
        context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(11);
    }
}
