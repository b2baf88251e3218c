using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Events;

namespace TestOrchestrator.Proxy.Control.Streams;

/// <summary>
/// Sends events while they happen: as WebSocket messages to who asks for a WebSocket (RFC 6455), else as server-sent events (WHATWG HTML,
/// 9.2).
/// </summary>
internal static class EventStream
{
    private const string LastEventId = "Last-Event-ID";

    /// <summary>Sends events until the session ends or the client goes away.</summary>
    /// <param name="features">The request.</param>
    /// <param name="since">
    /// The number of the event after which to begin; <see langword="null"/> is what a client that comes back has seen, else the oldest that
    /// is kept.
    /// </param>
    /// <param name="read">Reads the events.</param>
    /// <param name="aborted">The client went away.</param>
    public static async Task SendAsync(IFeatureCollection features, long? since, Func<long, CancellationToken, IAsyncEnumerable<ProxyEvent>> read, CancellationToken aborted)
    {
        IHttpRequestFeature request = features.GetRequiredFeature<IHttpRequestFeature>();
        if (WebSocketRequest.Of(features) is { } handshake)
        {
            using WebSocket socket = await handshake.AcceptAsync().ConfigureAwait(false);
            await SendAsync(socket, read, since ?? 0, aborted).ConfigureAwait(false);
            return;
        }

        long seen = since ?? (long.TryParse(request.Headers[LastEventId], out long last) && last >= 0 ? last : 0);
        await SendAsync(features, read(seen, aborted)).ConfigureAwait(false);
    }

    private static async Task SendAsync(IFeatureCollection features, IAsyncEnumerable<ProxyEvent> events)
    {
        IHttpResponseFeature response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.Headers.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        System.IO.Pipelines.PipeWriter output = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;

        // Who has the head knows that nothing is missed from here on.
        await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await foreach (ProxyEvent happened in events.ConfigureAwait(false))
        {
            // The JSON of an event is one line.
            string message = $"id: {happened.Sequence}\nevent: {EventKindText.Of(happened.Kind)}\ndata: {EventMapping.Show(happened)}\n\n";
            await output.WriteAsync(Encoding.UTF8.GetBytes(message), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task SendAsync(WebSocket socket, Func<long, CancellationToken, IAsyncEnumerable<ProxyEvent>> read, long since, CancellationToken aborted)
    {
        using CancellationTokenSource closed = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Task listening = ListenAsync(socket, closed);
        try
        {
            await foreach (ProxyEvent happened in read(since, closed.Token).ConfigureAwait(false))
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(EventMapping.Show(happened)), WebSocketMessageType.Text, endOfMessage: true, closed.Token).ConfigureAwait(false);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "The session has ended.", closed.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested && socket.State == WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, aborted).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            // Nobody listens any more.
            socket.Abort();
        }

        await listening.ConfigureAwait(false);
    }

    // What a client says has no meaning; that it closes has one.
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource closed)
    {
        byte[] buffer = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
                // On to the next.
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection ended without a close.
        }

        await closed.CancelAsync().ConfigureAwait(false);
    }
}
