using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>
/// Opens the TLS of a client with a certificate of our authority, and puts the decrypted bytes in the place of the connection's own.
/// Thread-safe.
/// </summary>
internal sealed class TlsInterception(LeafCache leaves, TimeProvider clock)
{
    private static readonly TimeSpan s_handshakeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Serves the decrypted connection with <paramref name="next"/>, which is told what the client speaks in it.</summary>
    public async Task ServeAsync(ConnectionContext connection, ProxySession session, string host, bool offerHttp2, Func<FirstBytes?, Task> next)
    {
        SslStream tls = new(new DuplexPipeStream(connection.Transport), leaveInnerStreamOpen: true);
        await using (tls.ConfigureAwait(false))
        {
            if (await HandshakeAsync(tls, host, offerHttp2).ConfigureAwait(false) is { } refusal)
            {
                Report(session, host, refusal);
                return;
            }

            session.Events.Add(
                ProxyEventKind.Tls,
                session.Scopes.Attribute([]),
                null,
                new EventFacts(("connection", connection.ConnectionId), ("host", host), ("version", tls.SslProtocol), ("protocol", NegotiatedProtocol(tls))));
            new TlsFeatures(tls.NegotiatedApplicationProtocol, tls.SslProtocol, host).AddTo(connection.Features);
            await ServeDecryptedAsync(connection, session, host, tls, next).ConfigureAwait(false);
        }
    }

    private async Task<string?> HandshakeAsync(SslStream tls, string host, bool offerHttp2)
    {
        using CancellationTokenSource deadline = new(s_handshakeLimit, clock);
        try
        {
            await tls.AuthenticateAsServerAsync(leaves.For(host, offerHttp2), deadline.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return $"the handshake was not complete after {s_handshakeLimit.TotalSeconds:0} s";
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return Reason(refused);
        }
        catch (Exception malformed) when (malformed is IndexOutOfRangeException or ArgumentException)
        {
            // So SslStream takes a record without content, and a ClientHello in several records whose lengths point beyond its end.
            return "what it sent is no handshake of TLS";
        }
    }

    private async Task ServeDecryptedAsync(ConnectionContext connection, ProxySession session, string host, SslStream tls, Func<FirstBytes?, Task> next)
    {
        IDuplexPipe raw = connection.Transport;
        StreamDuplexPipe decrypted = new(tls, connection.Features.Get<IMemoryPoolFeature>()?.MemoryPool);
        await using (decrypted.ConfigureAwait(false))
        {
            Peeked<FirstBytes?> first;
            try
            {
                first = await Peek.UntilToldAsync<FirstBytes?>(
                    decrypted.Input, FirstBytesReader.Read, FirstBytesReader.Limit, Timeout.InfiniteTimeSpan, clock).ConfigureAwait(false);
            }
            catch (Exception refused) when (refused is IOException or AuthenticationException)
            {
                // A client may look at the certificate after the handshake, and refuse it then.
                Report(session, host, Reason(refused));
                return;
            }

            NoteWhetherTrusted(session, host, first);
            connection.Transport = decrypted;
            try
            {
                await next(first.Value).ConfigureAwait(false);
            }
            finally
            {
                connection.Transport = raw;
            }
        }

        await SayGoodbyeAsync(tls).ConfigureAwait(false);
    }

    // Null when the client left it open, as most do that speak HTTP/1.1 only.
    private static string? NegotiatedProtocol(SslStream tls) =>
        tls.NegotiatedApplicationProtocol.Protocol is { Length: > 0 } protocol ? Encoding.ASCII.GetString(protocol.Span) : null;

    // Without it, a client that reads to the end of the connection cannot tell the end from an accident.
    private static async Task SayGoodbyeAsync(SslStream tls)
    {
        try
        {
            await tls.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The client did not wait for it.
        }
    }

    // Some clients, those of .NET among them, refuse without a word: they close. So does a connection that was opened ahead of need and
    // never used; but then another one to the same host has been.
    private void NoteWhetherTrusted(ProxySession session, string host, Peeked<FirstBytes?> first)
    {
        if (first.End != PeekEnd.Closed)
        {
            session.TrustedHosts.TryAdd(host, true);
        }
        else if (!session.TrustedHosts.ContainsKey(host))
        {
            Report(session, host, "it closed the connection as soon as it had seen it");
        }
    }

    private void Report(ProxySession session, string host, string reason)
    {
        if (session.Connections.Ending.IsCancellationRequested)
        {
            return;
        }

        Explanation explanation = ConnectionExplanations.CertificateRefused(session.Options, host, reason, leaves.AuthorityCertificatePath);
        ScopeNode scope = session.Scopes.Attribute([]);
        session.Events.Add(ProxyEventKind.TlsClientFailed, scope, null, new EventFacts(("host", host), ("error", reason), ("hint", explanation.Message)));
        session.Problems.Add(scope, explanation);
    }

    private static string Reason(Exception refused) => (refused.InnerException?.Message ?? refused.Message).TrimEnd('.');
}
