using Microsoft.AspNetCore.Connections;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.Proxy.Upstream.Origins;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>Relays a connection unread, as far as the session's policy allows. One a tunnel; not thread-safe.</summary>
internal sealed class BlindTunnel(ConnectionContext connection, ProxySession session, ConnectTarget target, string reason, IConnectReply reply, TimeProvider clock)
{
    private readonly LiveExchange _exchange = session.Log.Begin(
        session.Scopes.Attribute([]),
        new RequestHead("CONNECT", new Uri($"tcp://{HostText.InAuthority(target.Host)}:{target.Port}/"), RecordedHeaders.Empty, "HTTP/1.1"));

    /// <summary>Serves a tunnel to a listed host, whose client has not been answered yet: it hears honestly whether the origin can be reached.</summary>
    public Task ServeListedAsync() => ServeAsync([], null, isListed: true, isEstablished: false);

    /// <summary>Serves a tunnel that shows only in what the client says, or does not say, after it was told that the connection stands.</summary>
    public Task ServeEstablishedAsync(byte[] alreadyRead, OriginConnection? origin = null, bool isListed = false) => ServeAsync(alreadyRead, origin, isListed, isEstablished: true);

    /// <summary>Refuses a tunnel to a blocked host, whose client has not been answered yet.</summary>
    public async Task RefuseBlockedAsync(HostRule rule)
    {
        _exchange.Complete(ExchangeOutcome.Blocked);
        if (rule.Treatment == HostTreatment.Reset)
        {
            connection.Abort();
            return;
        }

        await reply.BlockedAsync(connection.Transport.Output, HostExplanations.Blocked(session.Options, target.Host, target.Port, rule)).ConfigureAwait(false);
    }

    private async Task ServeAsync(byte[] alreadyRead, OriginConnection? connected, bool isListed, bool isEstablished)
    {
        try
        {
            using OriginConnection? origin = connected ?? await OpenAsync(isListed, isEstablished).ConfigureAwait(false);
            if (origin is not null)
            {
                await RelayAsync(origin, alreadyRead, isEstablished).ConfigureAwait(false);
            }
            else if (isEstablished)
            {
                connection.Abort();
            }
        }
        finally
        {
            // Has no effect on a tunnel that has ended in a way of its own.
            _exchange.Complete(ExchangeOutcome.Aborted, error: "the client went away or the session ended");
        }
    }

    private async Task<OriginConnection?> OpenAsync(bool isListed, bool isEstablished)
    {
        TunnelRoute route = TunnelRoute.Of(session, _exchange.Scope, target, isListed);
        if (!route.IsAllowed)
        {
            await RefuseAsync(isEstablished).ConfigureAwait(false);
            return null;
        }

        if (route.IsRedirected)
        {
            _exchange.Redirected(new Uri($"tcp://{HostText.InAuthority(route.Host)}:{route.Port}"));
        }

        try
        {
            return await session.Upstream.Connector.ConnectAsync(route.Host, route.Port, session.Connections.Ending).ConfigureAwait(false);
        }
        catch (UpstreamException unreachable)
        {
            Explanation explanation = ConnectionExplanations.Unreachable(target, unreachable);
            _exchange.Complete(ExchangeOutcome.Failed, error: explanation.Message);
            await (isEstablished ? Task.CompletedTask : reply.UnreachableAsync(connection.Transport.Output, explanation, unreachable)).ConfigureAwait(false);
            return null;
        }
    }

    private async Task RefuseAsync(bool isEstablished)
    {
        Explanation explanation = ConnectionExplanations.TunnelRefused(session.Options, target, reason);
        _exchange.Complete(ExchangeOutcome.Unmatched);
        session.Problems.Add(_exchange.Scope, explanation, _exchange.Number);
        await (isEstablished ? Task.CompletedTask : reply.ForbiddenAsync(connection.Transport.Output, explanation)).ConfigureAwait(false);
    }

    private async Task RelayAsync(OriginConnection origin, byte[] alreadyRead, bool isEstablished)
    {
        if (!isEstablished)
        {
            await reply.EstablishedAsync(connection.Transport.Output).ConfigureAwait(false);
        }

        _exchange.TunnelOpened(reason);
        Relay relay = new(new DuplexPipeStream(connection.Transport), origin.Stream, _exchange, clock) { ClientEnded = origin.EndSending };
        if (alreadyRead.Length > 0)
        {
            _exchange.Relayed(alreadyRead.Length, 0);
            await origin.Stream.WriteAsync(alreadyRead, session.Connections.Ending).ConfigureAwait(false);
        }

        string? broken = await relay.RunAsync(session.Connections.Ending).ConfigureAwait(false);
        _exchange.Complete(ExchangeOutcome.Tunneled, error: broken);
    }
}
