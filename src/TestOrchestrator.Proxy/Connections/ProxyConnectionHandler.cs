using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using TestOrchestrator.Proxy.Connections.Socks;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.Proxy.Upstream.Origins;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>
/// Decides, before any HTTP is parsed, what a connection is: CONNECT, TLS, HTTP or something to be relayed unread. Thread-safe.
/// </summary>
/// <remarks>
/// It looks at bytes without consuming them, so that Kestrel's own HTTP, which comes next, finds a connection as if nobody had touched it.
/// </remarks>
internal sealed class ProxyConnectionHandler(ConnectionDelegate next, TlsInterception tls, TimeProvider clock)
{
    // How long the first line, the head of CONNECT or a ClientHello may take once its first byte has come.
    private static readonly TimeSpan s_headLimit = TimeSpan.FromSeconds(10);

    private const int HttpsPort = 443;
    private static readonly string[] s_httpProtocols = ["h2", "http/1.1", "http/1.0"];

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        ProxySession session = connection.Features.Get<ProxySession>() ?? throw new UnreachableException("A connection came that no session accepted.");
        try
        {
            await ServeAsync(connection, session, isDecrypted: false).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went away, or the session ended; whose business it was has recorded it.
        }
        finally
        {
            session.Connections.Remove(connection);
            connection.Features.Get<ProxySession>()?.Connections.Remove(connection);
        }
    }

    private async Task ServeAsync(ConnectionContext connection, ProxySession session, bool isDecrypted)
    {
        // A connection opened ahead of need may be silent for as long as it likes; one that has begun to speak may not.
        PipeReader input = connection.Transport.Input;
        await PeekAsync(connection, FirstBytesReader.Any, FirstBytesReader.Limit, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        Peeked<FirstBytes?> first = await PeekAsync(connection, FirstBytesReader.Read, FirstBytesReader.Limit, s_headLimit).ConfigureAwait(false);
        switch (first.Value)
        {
            case FirstBytes.Connect:
                await ConnectAsync(connection, session, input).ConfigureAwait(false);
                break;
            case FirstBytes.Socks:
                if (await new SocksHandshake(connection.Transport, session, clock).RunAsync().ConfigureAwait(false) is { } wanted)
                {
                    await ServeTargetAsync(connection, session, wanted.Admission, wanted.Target, SocksReply.Instance).ConfigureAwait(false);
                }

                break;
            case FirstBytes.Tls when !isDecrypted:
                // The client speaks TLS to the proxy itself, as for a proxy with an https address.
                string ownName = await ServerNameAsync(connection).ConfigureAwait(false) ?? OwnAddress(connection);
                await tls.ServeAsync(connection, session, ownName, offerHttp2: false, _ => ServeAsync(connection, session, isDecrypted: true)).ConfigureAwait(false);
                break;
            case null when first.End is PeekEnd.Closed or PeekEnd.TimedOut:
                break;
            default:
                await next(connection).ConfigureAwait(false);
                break;
        }
    }

    private async Task ConnectAsync(ConnectionContext connection, ProxySession session, PipeReader input)
    {
        Peeked<ConnectHead> peeked = await PeekAsync(connection, ConnectHead.Read, ConnectHead.Limit, s_headLimit).ConfigureAwait(false);
        if (peeked.Value is not { Problem: null } head)
        {
            await ConnectAnswer.RefusedAsync(connection.Transport.Output, peeked, s_headLimit).ConfigureAwait(false);
            return;
        }

        ReadResult read = await input.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        input.AdvanceTo(read.Buffer.GetPosition(head.Length));
        Admission admission = session.Port.Admit(head.Authorization, head.Baggage);
        if (admission.Session is null)
        {
            Explanation explanation = ConnectionExplanations.CredentialsWanted(session);
            await ConnectAnswer.RefusedAsync(connection.Transport.Output, 407, "Proxy Authentication Required", "credentials", explanation, "Proxy-Authenticate: Basic realm=\"proxy\"\r\n").ConfigureAwait(false);
            return;
        }

        await ServeTargetAsync(connection, session, admission, new ConnectTarget("https", head.Host, head.Port), HttpConnectReply.Instance).ConfigureAwait(false);
    }

    private async Task ServeTargetAsync(ConnectionContext connection, ProxySession owner, Admission admission, ConnectTarget target, IConnectReply reply)
    {
        if (Enter(connection, owner, admission) is not { } session)
        {
            return;
        }

        session.Events.Add(ProxyEventKind.Connect, session.Scopes.Attribute([]), null, new EventFacts(("connection", connection.ConnectionId), ("host", target.Host), ("port", target.Port)));
        if (await ConnectRefusal.RefusesAsync(connection, session, target, clock).ConfigureAwait(false))
        {
            return;
        }

        (HostTreatment treatment, HostRule? rule) = session.Hosts.Of(target.Host, target.Port);
        switch (treatment)
        {
            case HostTreatment.Block or HostTreatment.Reset:
                await Tunnel(connection, session, target, "", reply).RefuseBlockedAsync(rule!).ConfigureAwait(false);
                break;
            case HostTreatment.Tunnel:
                await Tunnel(connection, session, target, ConnectionExplanations.WhyTunneled("the host", rule), reply).ServeListedAsync().ConfigureAwait(false);
                break;
            case HostTreatment.Intercept or _:
                await reply.EstablishedAsync(connection.Transport.Output).ConfigureAwait(false);
                await ServeEstablishedAsync(connection, session, target).ConfigureAwait(false);
                break;
        }
    }

    // Everything within the connection is the session's that its client named.
    private static ProxySession? Enter(ConnectionContext connection, ProxySession owner, Admission admission)
    {
        if (admission is { Session: { } session, Unknown: { } named })
        {
            session.Problems.Add(session.Scopes.Root, ConnectionExplanations.UnknownSession(session, named));
        }

        if (admission.Session is { } guest && guest != owner)
        {
            connection.Features.Set(guest);
            if (!guest.Connections.TryAdd(connection))
            {
                connection.Abort();
                return null;
            }
        }

        return admission.Session;
    }

    private async Task ServeEstablishedAsync(ConnectionContext connection, ProxySession session, ConnectTarget target)
    {
        // On a busy machine a client may be slow to begin. Hurry only where a client that waits is likely, and can be let through.
        bool mayWaitForServer = target.Port != HttpsPort && Route(session, target).IsAllowed;
        Peeked<FirstBytes?> first = await PeekAsync(connection, FirstBytesReader.Read, FirstBytesReader.Limit, mayWaitForServer ? session.Options.Limits.ServerFirst : s_headLimit).ConfigureAwait(false);
        if (mayWaitForServer && first is { Value: null, End: PeekEnd.TimedOut })
        {
            await ServeSilentAsync(connection, session, target).ConfigureAwait(false);
        }
        else
        {
            await ServeBegunAsync(connection, session, target, first).ConfigureAwait(false);
        }
    }

    // The client is slow, or waits for the server: who speaks first tells.
    private async Task ServeSilentAsync(ConnectionContext connection, ProxySession session, ConnectTarget target)
    {
        byte[] begun = await Peek.TakeReadAsync(connection.Transport.Input).ConfigureAwait(false);
        if (begun.Length > 0)
        {
            await WaitingTunnel(connection, session, target).ServeEstablishedAsync(begun).ConfigureAwait(false);
            return;
        }

        if (session.Scopes.Attribute([]).RecordingInEffect() is { IsSealed: true })
        {
            // Nobody else can speak first: the network is not touched.
            await ServeBegunAsync(connection, session, target, await PeekAsync(connection, FirstBytesReader.Read, FirstBytesReader.Limit, Timeout.InfiniteTimeSpan).ConfigureAwait(false)).ConfigureAwait(false);
            return;
        }

        using OriginConnection? origin = await TryConnectAsync(session, Route(session, target)).ConfigureAwait(false);
        using CancellationTokenSource serverSpoke = new();
        Task<Peeked<bool?>> client = PeekAsync(connection, FirstBytesReader.Any, FirstBytesReader.Limit, Timeout.InfiniteTimeSpan, serverSpoke.Token).AsTask();
        Task server = origin is null ? Task.CompletedTask : origin.Stream.ReadAsync(Memory<byte>.Empty, session.Connections.Ending).AsTask();
        _ = server.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (await Task.WhenAny(client, server).ConfigureAwait(false) == server)
        {
            await serverSpoke.CancelAsync().ConfigureAwait(false);
        }

        if ((await client.ConfigureAwait(false)).End == PeekEnd.TimedOut)
        {
            byte[] alreadyRead = await Peek.TakeReadAsync(connection.Transport.Input).ConfigureAwait(false);
            await WaitingTunnel(connection, session, target).ServeEstablishedAsync(alreadyRead, origin).ConfigureAwait(false);
            return;
        }

        origin?.Dispose();
        Peeked<FirstBytes?> first = await PeekAsync(connection, FirstBytesReader.Read, FirstBytesReader.Limit, session.Options.Limits.ServerFirst).ConfigureAwait(false);
        await ServeBegunAsync(connection, session, target, first).ConfigureAwait(false);
    }

    private static async Task<OriginConnection?> TryConnectAsync(ProxySession session, TunnelRoute target)
    {
        try
        {
            return await session.Upstream.Connector.ConnectAsync(target.Host, target.Port, session.Connections.Ending).ConfigureAwait(false);
        }
        catch (UpstreamException)
        {
            // The tunnel, which tries again, tells.
            return null;
        }
    }

    private async Task ServeBegunAsync(ConnectionContext connection, ProxySession session, ConnectTarget target, Peeked<FirstBytes?> first)
    {
        switch (first.Value)
        {
            case FirstBytes.Tls:
                await ServeTlsAsync(connection, session, target).ConfigureAwait(false);
                break;
            case FirstBytes.Http or FirstBytes.Http2 or FirstBytes.Connect:
                connection.Features.Set(target with { Scheme = "http" });
                if (first.Value == FirstBytes.Http2)
                {
                    TlsFeatures.Http2WithoutTls.AddTo(connection.Features);
                }

                await next(connection).ConfigureAwait(false);
                break;
            case null when first.End == PeekEnd.Closed:
                break;
            case null when first.End == PeekEnd.TimedOut:
                byte[] alreadyRead = await Peek.TakeReadAsync(connection.Transport.Input).ConfigureAwait(false);
                await WaitingTunnel(connection, session, target).ServeEstablishedAsync(alreadyRead).ConfigureAwait(false);
                break;
            default:
                await Tunnel(connection, session, target, "the client speaks neither TLS nor HTTP").ServeEstablishedAsync([]).ConfigureAwait(false);
                break;
        }
    }

    private async Task ServeTlsAsync(ConnectionContext connection, ProxySession session, ConnectTarget target)
    {
        if ((await PeekAsync(connection, ClientHello.Read, ClientHello.Limit, s_headLimit).ConfigureAwait(false)).Value is not { } hello)
        {
            return;
        }

        string name = NameOf(hello) ?? target.Host;
        (HostTreatment treatment, HostRule? rule) = session.Hosts.Of(name, target.Port);
        if (treatment == HostTreatment.Tunnel)
        {
            await Tunnel(connection, session, target, ConnectionExplanations.WhyTunneled($"the server name '{name}'", rule)).ServeEstablishedAsync([], isListed: true).ConfigureAwait(false);
            return;
        }

        if (hello.Protocols.Length > 0 && !hello.Protocols.Any(s_httpProtocols.Contains))
        {
            string offered = string.Join(", ", hello.Protocols.Select(p => $"'{p}'"));
            await Tunnel(connection, session, target, $"its TLS carries {offered}, not HTTP").ServeEstablishedAsync([]).ConfigureAwait(false);
            return;
        }

        connection.Features.Set(target);
        await tls.ServeAsync(connection, session, name, hello.Protocols.Contains("h2"), spoken => ServeDecryptedAsync(connection, session, target, spoken)).ConfigureAwait(false);
    }

    private async Task ServeDecryptedAsync(ConnectionContext connection, ProxySession session, ConnectTarget target, FirstBytes? spoken)
    {
        if (spoken is FirstBytes.Other or FirstBytes.Tls or FirstBytes.Socks)
        {
            session.Problems.Add(session.Scopes.Attribute([]), ConnectionExplanations.NotHttpWithinTls(session.Options, target));
        }

        if (spoken is not null)
        {
            await next(connection).ConfigureAwait(false);
        }
    }

    private static TunnelRoute Route(ProxySession session, ConnectTarget target) => TunnelRoute.Of(session, session.Scopes.Attribute([]), target, isListed: false);

    private BlindTunnel WaitingTunnel(ConnectionContext connection, ProxySession session, ConnectTarget target) =>
        Tunnel(connection, session, target, "the client waits for the server to speak first");

    private BlindTunnel Tunnel(ConnectionContext connection, ProxySession session, ConnectTarget target, string reason, IConnectReply? reply = null) =>
        new(connection, session, target, reason, reply ?? HttpConnectReply.Instance, clock);

    private async Task<string?> ServerNameAsync(ConnectionContext connection) =>
        (await PeekAsync(connection, ClientHello.Read, ClientHello.Limit, s_headLimit).ConfigureAwait(false)).Value is { } hello ? NameOf(hello) : null;

    private ValueTask<Peeked<T>> PeekAsync<T>(ConnectionContext connection, Peek.Reader<T> reader, long limit, TimeSpan timeout, CancellationToken earlier = default) =>
        Peek.UntilToldAsync(connection.Transport.Input, reader, limit, timeout, clock, earlier);

    private static string? NameOf(ClientHello hello) => hello.ServerName is { } name && HostText.TryNormalize(name, out string? normalized) ? normalized : null;

    private static string OwnAddress(ConnectionContext connection) => connection.LocalEndPoint is IPEndPoint own ? own.Address.ToString() : "localhost";
}
