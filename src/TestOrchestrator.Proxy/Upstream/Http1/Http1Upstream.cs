using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using TestOrchestrator.Proxy.Upstream.Origins;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>
/// Sends requests over HTTP/1.1, on connections that are used again. A response is read while its request is still sent. Thread-safe.
/// </summary>
internal sealed class Http1Upstream(OriginConnector connector, TimeProvider clock) : IUpstream
{
    private const int InterimLimit = 100;

    private readonly Http1Pool _pool = new(clock);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        Origin origin = Origin.Of(request);
        while (true)
        {
            Http1Connection connection = _pool.Take(origin) ?? new Http1Connection(await connector.OpenAsync(origin, OriginConnector.Http1, request.Witness, cancellationToken).ConfigureAwait(false));
            RequestSending? sending = request.Body is { } body ? new RequestSending(connection, request, body, clock, cancellationToken) : null;
            bool isAnswered = false;
            try
            {
                if (sending is null)
                {
                    await SendHeadAsync(connection, request, cancellationToken).ConfigureAwait(false);
                }

                Http1Head head = await ReadHeadAsync(connection, request.Method == "HEAD", sending, cancellationToken).ConfigureAwait(false);
                if (connection.ToProxy is { } proxy && head.Response.Status == (int)HttpStatusCode.ProxyAuthenticationRequired)
                {
                    // The client would give its credentials to a proxy that it does not know of.
                    throw UpstreamErrors.WantsCredentials(proxy);
                }

                isAnswered = true;
                return new Http1Response(connection, head, sending, _pool, origin) { Head = head.Response, Length = head.Length };
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!IsToBeRepeated(connection, request, sending))
                {
                    throw Broken(sending?.Failure ?? broken);
                }

                // It turned out to have ended before the request came: again, on another one.
            }
            finally
            {
                if (!isAnswered)
                {
                    connection.Dispose();
                    await (sending?.EndAsync() ?? Task.CompletedTask).ConfigureAwait(false);
                }
            }
        }
    }

    public void Dispose() => _pool.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask SendHeadAsync(Http1Connection connection, UpstreamRequest request, CancellationToken cancellationToken)
    {
        using RequestWriter head = new();
        head.WriteHead(request, connection.ToProxy, isChunked: false);
        try
        {
            await connection.Stream.WriteAsync(head.Written, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // An origin that takes nothing may have said why. If it has not, reading tells.
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Http1Head> ReadHeadAsync(Http1Connection connection, bool isHeadRequest, RequestSending? sending, CancellationToken cancellationToken)
    {
        for (int interim = 0; interim < InterimLimit; interim++)
        {
            int searched = 0;
            int? length;
            while ((length = HeaderSection.FindEnd(connection.Received, ref searched)) is null)
            {
                await connection.WakeAsync(cancellationToken).ConfigureAwait(false);
                if (!connection.Filled(await connection.Stream.ReadAsync(connection.Room(Http1Head.Limit), cancellationToken).ConfigureAwait(false)))
                {
                    throw new IOException(connection.Received.IsEmpty ? "the connection ended before a response" : "the connection ended within the head of the response");
                }
            }

            Http1Head head = connection.Heads.Read(connection.Received[..length.Value], isHeadRequest);
            connection.Advance(length.Value);

            if (!head.IsInterim || head.Response.Status == (int)HttpStatusCode.Continue)
            {
                // A refusal need not be fed with the body that it refuses.
                sending?.Continue(isWanted: head.Response.Status < (int)HttpStatusCode.MultipleChoices);
            }

            if (!head.IsInterim)
            {
                return head;
            }
        }

        throw Http1Errors.InvalidResponse($"{InterimLimit} heads with a status below 200 came, and no response");
    }

    // Nothing of a response has come, on a connection that its origin may have closed while nobody used it: it has not seen the request, or
    // may see it twice.
    private static bool IsToBeRepeated(Http1Connection connection, UpstreamRequest request, RequestSending? sending) =>
        connection is { IsUsed: true, HasAnswered: false }
        && (sending is null ? request.Method is "GET" or "HEAD" or "OPTIONS" or "TRACE" or "PUT" or "DELETE" : !sending.HasBegunBody && sending.Failure is null);

    private static UpstreamException Broken(Exception cause) => cause as UpstreamException ?? new UpstreamException($"ResponseEnded: {cause.Message}", cause);
}
