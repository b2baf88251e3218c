using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>Relays a connection unread, as far as the session's policy allows. One a tunnel; not thread-safe.</summary>
internal sealed class BlindTunnel(ConnectionContext connection, ProxySession session, ConnectTarget target)
{
    private readonly LiveExchange _exchange = session.Log.Begin(
        session.Scopes.Attribute([]),
        new RequestHead("CONNECT", new Uri($"tcp://{HostText.InAuthority(target.Host)}:{target.Port}/"), RecordedHeaders.Empty, "HTTP/1.1"));

    /// <summary>Serves a tunnel whose client has not been answered yet: it hears honestly whether the origin can be reached.</summary>
    public async Task ServeListedAsync()
    {
        const string Reason = "the host is listed in Tunnel";
        if (await OpenAsync(Reason, isListed: true).ConfigureAwait(false) is not { } origin)
        {
            return;
        }

        using (origin)
        {
            await ConnectAnswer.EstablishedAsync(connection.Transport.Output).ConfigureAwait(false);
            await RelayAsync(origin, [], Reason).ConfigureAwait(false);
        }
    }

    /// <summary>Serves a tunnel that shows only in what the client says, or does not say, after it was told that the connection stands.</summary>
    public async Task ServeEstablishedAsync(string reason, byte[] alreadyRead, bool isListed = false)
    {
        if (await OpenAsync(reason, isListed, isEstablished: true).ConfigureAwait(false) is not { } origin)
        {
            connection.Abort();
            return;
        }

        using (origin)
        {
            await RelayAsync(origin, alreadyRead, reason).ConfigureAwait(false);
        }
    }

    private async Task<Socket?> OpenAsync(string reason, bool isListed, bool isEstablished = false)
    {
        if (!session.Policy.Tunnels(target.Host, isListed))
        {
            await RefuseAsync(reason, isEstablished).ConfigureAwait(false);
            return null;
        }

        try
        {
            return await OriginSocket.ConnectAsync(target.Host, target.Port, session.Connections.Ending).ConfigureAwait(false);
        }
        catch (SocketException unreachable)
        {
            Explanation explanation = ConnectionExplanations.Unreachable(target, unreachable.Message);
            _exchange.Complete(ExchangeOutcome.Failed, error: explanation.Message);
            await AnswerAsync(isEstablished, "failed", explanation).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            _exchange.Complete(ExchangeOutcome.Aborted, error: "the connection was closed before the origin was reached");
            return null;
        }
    }

    private async Task RefuseAsync(string reason, bool isEstablished)
    {
        Explanation explanation = ConnectionExplanations.TunnelRefused(session.Options, target, reason);
        _exchange.Complete(ExchangeOutcome.Unmatched);
        session.Problems.Add(_exchange.Scope, explanation, _exchange.Number);
        await AnswerAsync(isEstablished, "unmatched", explanation).ConfigureAwait(false);
    }

    private Task AnswerAsync(bool isEstablished, string kind, Explanation explanation) =>
        isEstablished ? Task.CompletedTask : ConnectAnswer.RefusedAsync(connection.Transport.Output, 502, "Bad Gateway", kind, explanation);

    private async Task RelayAsync(Socket origin, byte[] alreadyRead, string reason)
    {
        _exchange.TunnelOpened(reason);
        NetworkStream originStream = new(origin, ownsSocket: false);
        await using (originStream.ConfigureAwait(false))
        {
            Relay relay = new(new DuplexPipeStream(connection.Transport), originStream, _exchange)
            {
                ClientEnded = () =>
                {
                    origin.Shutdown(SocketShutdown.Send);
                    return Task.CompletedTask;
                },

                // The transport has no half-closed state: completing its output closes it once everything has been sent.
                OriginEnded = () => connection.Transport.Output.CompleteAsync().AsTask(),
            };
            if (alreadyRead.Length > 0)
            {
                _exchange.Relayed(alreadyRead.Length, 0);
                await originStream.WriteAsync(alreadyRead, session.Connections.Ending).ConfigureAwait(false);
            }

            string? broken = await relay.RunAsync(session.Connections.Ending).ConfigureAwait(false);
            _exchange.Complete(ExchangeOutcome.Tunneled, error: broken);
        }
    }
}
