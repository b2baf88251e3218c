using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Upstream.Origins;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>A response whose head has been read, and the connection that it comes by. Not thread-safe.</summary>
internal sealed class Http1Response(Http1Connection connection, Http1Head head, RequestSending? sending, Http1Pool pool, Origin origin) : UpstreamResponse
{
    private const int SwitchingProtocols = 101;

    private readonly Http1BodyStream _body = new(connection, head);
    private bool _isEnded;

    // One that announces its end reads no more.
    public override Task RequestSent => head.KeepsAlive && sending is not null ? sending.Sent : Task.CompletedTask;

    public override ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) =>
        new(head.Response.Status == SwitchingProtocols ? new UpgradedStream(connection) : _body);

    public override RecordedHeaders Trailers() => _body.Trailers;

    public override async ValueTask DisposeAsync()
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        bool isFree = IsFree();
        if (!isFree)
        {
            connection.Dispose();
        }

        if (sending is not null)
        {
            await sending.EndAsync().ConfigureAwait(false);
        }

        if (isFree && sending is null or { IsWhole: true })
        {
            pool.Return(origin, connection);
        }
        else
        {
            connection.Dispose();
        }
    }

    // What follows a response that nobody asked for belongs to no request, least of all to the next one.
    private bool IsFree() =>
        head.KeepsAlive
        && head.Response.Status != SwitchingProtocols
        && _body is { IsAtEnd: true, IsDelimited: true }
        && connection.Received.IsEmpty;
}
