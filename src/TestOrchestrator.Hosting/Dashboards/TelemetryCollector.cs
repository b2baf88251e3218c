using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>
/// Takes the telemetry of services by OTLP over gRPC, and hands each request on as it came: a message of protobuf. Kestrel alone, without
/// the host of ASP.NET: its requests are no test's, and leave no spans. Thread-safe.
/// </summary>
internal sealed class TelemetryCollector : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private const string KeyHeader = "x-otlp-api-key";

    // In front of each message of gRPC: whether it is compressed, and its length.
    private const int FrameHeader = 5;

    private readonly Action<string, ReadOnlyMemory<byte>> _take;
    private readonly KestrelServer _server;
    private readonly string _key = RandomNumberGenerator.GetHexString(32, lowercase: true);

    private TelemetryCollector(Action<string, ReadOnlyMemory<byte>> take)
    {
        _take = take;
        KestrelServerOptions options = new() { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http2);
        _server = new(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>Gets the address and the key for services.</summary>
    public TelemetryReceiver Receiver =>
        new(new(_server.Features.Get<IServerAddressesFeature>()!.Addresses.Single()), $"{KeyHeader}={_key}");

    /// <summary>Starts to listen.</summary>
    /// <param name="take">Takes a request: its kind (traces, logs or metrics), and the message. Called on several threads.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The collector.</returns>
    public static async Task<TelemetryCollector> StartAsync(Action<string, ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        TelemetryCollector collector = new(take);
        try
        {
            await collector._server.StartAsync(collector, cancellationToken).ConfigureAwait(false);
            return collector;
        }
        catch
        {
            collector._server.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // What is on its way has been sent by services that have ended.
        using CancellationTokenSource now = new();
        await now.CancelAsync().ConfigureAwait(false);
        await _server.StopAsync(now.Token).ConfigureAwait(false);
        _server.Dispose();
    }

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception)
    {
        // It holds nothing.
    }

    async Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context)
    {
        if (context.Request.Headers[KeyHeader] != _key)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        if (KindOf(context.Request.Path) is not { } kind || Message(body) is not { } message)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        _take(kind, message);
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", "0");

        // An answer without content: nothing was rejected.
        await context.Response.Body.WriteAsync(new byte[FrameHeader], context.RequestAborted).ConfigureAwait(false);
    }

    private static string? KindOf(PathString path) => path.Value switch
    {
        "/opentelemetry.proto.collector.trace.v1.TraceService/Export" => TelemetryFiles.Traces,
        "/opentelemetry.proto.collector.logs.v1.LogsService/Export" => TelemetryFiles.Logs,
        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" => TelemetryFiles.Metrics,
        _ => null,
    };

    private static ReadOnlyMemory<byte>? Message(MemoryStream body)
    {
        ReadOnlyMemory<byte> frame = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (frame.Length < FrameHeader || BinaryPrimitives.ReadInt32BigEndian(frame.Span[1..]) != frame.Length - FrameHeader)
        {
            return null;
        }

        if (frame.Span[0] == 0)
        {
            return frame[FrameHeader..];
        }

        // The one compression that OpenTelemetry's exporters offer.
        body.Position = FrameHeader;
        using GZipStream compressed = new(body, CompressionMode.Decompress);
        using MemoryStream message = new();
        compressed.CopyTo(message);
        return message.ToArray();
    }
}
