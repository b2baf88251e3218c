using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.Proxy.Upstream.Origins;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>Relays a connection unread, as far as the session's policy allows. One a tunnel; not thread-safe.</summary>
internal sealed class BlindTunnel(ConnectionContext connection, ProxySession session, ConnectTarget target, string reason, IConnectReply reply, TimeProvider clock)
{
    private readonly LiveExchange _exchange = session.Log.Begin(
        session.Scopes.Attribute([]),
        new RequestHead("CONNECT", target.Url, RecordedHeaders.Empty, "HTTP/1.1"));

    /// <summary>
    /// Serves a tunnel to a listed host, whose client has not been answered yet: it hears honestly whether the origin can be reached.
    /// </summary>
    public Task ServeListedAsync() => ServeAsync([], null, isListed: true, isEstablished: false);

    /// <summary>
    /// Serves a tunnel that shows only in what the client says, or does not say, after it was told that the connection stands.
    /// </summary>
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
            await RefuseAsync(isEstablished, ConnectionExplanations.TunnelRefused(session.Options, target, reason)).ConfigureAwait(false);
            return null;
        }

        if (_exchange.Scope.RecordingInEffect() is { IsSealed: true } recording)
        {
            await RefuseAsync(isEstablished, RecordingExplanations.Tunnel(recording, target)).ConfigureAwait(false);
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

    private async Task RefuseAsync(bool isEstablished, Explanation explanation)
    {
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
        ExchangeFaults faults = new(FaultDecision.Of(_exchange, connection.Features), _exchange, clock, session.Connections.Ending);
        await using (faults.ConfigureAwait(false))
        {
            await RelayAsync(origin, alreadyRead, faults).ConfigureAwait(false);
        }
    }

    private async Task RelayAsync(OriginConnection origin, byte[] alreadyRead, ExchangeFaults faults)
    {
        Relay relay = new(new PrefixedStream(alreadyRead, new DuplexPipeStream(connection.Transport)), origin.Stream, _exchange, clock)
        {
            ClientEnded = origin.EndSending,
            Faults = faults,
        };
        string? broken = await relay.RunAsync(faults.Token).ConfigureAwait(false);
        _exchange.Complete(ExchangeOutcome.Tunneled, error: broken);
        if (faults.IsReset)
        {
            origin.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        await ConnectionEnd.OfAsync(faults.Broken, connection.Features, clock).ConfigureAwait(false);
    }
}
