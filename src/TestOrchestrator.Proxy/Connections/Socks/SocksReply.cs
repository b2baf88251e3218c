using System.IO.Pipelines;
using System.Net.Sockets;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Connections.Socks;

/// <summary>What clients of SOCKS 5 hear (RFC 1928, section 6): a number, and no words. Thread-safe.</summary>
internal sealed class SocksReply : IConnectReply
{
    private const byte Succeeded = 0;
    private const byte GeneralFailure = 1;
    private const byte NotAllowed = 2;
    private const byte NetworkUnreachable = 3;
    private const byte HostUnreachable = 4;
    private const byte ConnectionRefused = 5;

    public static SocksReply Instance { get; } = new();

    public static async Task SendAsync(PipeWriter output, byte reply) =>
        await output.WriteAsync(new byte[] { SocksMessage.Version, reply, 0, SocksRequest.IPv4, 0, 0, 0, 0, 0, 0 }).ConfigureAwait(false);

    public Task EstablishedAsync(PipeWriter output) => SendAsync(output, Succeeded);

    public Task ForbiddenAsync(PipeWriter output, Explanation explanation) => SendAsync(output, NotAllowed);

    public Task BlockedAsync(PipeWriter output, Explanation explanation) => SendAsync(output, NotAllowed);

    public Task UnreachableAsync(PipeWriter output, Explanation explanation, UpstreamException cause) => SendAsync(output, cause.InnerException is not SocketException socket ? GeneralFailure : socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => ConnectionRefused,
        SocketError.NetworkUnreachable or SocketError.NetworkDown => NetworkUnreachable,
        SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.TryAgain or SocketError.NoData => HostUnreachable,
        _ => GeneralFailure,
    });
}
