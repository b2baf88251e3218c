using System.IO.Pipelines;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Connections.Socks;

/// <summary>Listens to a SOCKS 5 client up to where it wants to be connected. Bounded in size and time; not thread-safe.</summary>
internal sealed class SocksHandshake(IDuplexPipe transport, ProxySession session, TimeProvider clock)
{
    private const byte NoAuthentication = 0;
    private const byte UserAndPassword = 2;
    private const byte NoneAcceptable = 0xFF;
    private const byte CredentialsVersion = 1;
    private const byte CredentialsRight = 0;
    private const byte CredentialsWrong = 1;

    // How long each message may take.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>Speaks with the client; the answer to its request is still to be given.</summary>
    /// <returns>Whose it is and where it wants to go, or <see langword="null"/> when it has been refused or has gone.</returns>
    public async Task<(Admission Admission, ConnectTarget Target)?> RunAsync()
    {
        if (await TakeAsync(SocksMessage.ReadGreeting, m => m.Length, SocksMessage.GreetingLimit).ConfigureAwait(false) is not { } greeting || await GreetAsync(greeting).ConfigureAwait(false) is not { } admission)
        {
            return null;
        }

        if (await TakeAsync(SocksRequest.Read, r => r.Length, SocksRequest.Limit).ConfigureAwait(false) is not { } request)
        {
            return null;
        }

        if (request.Problem is null)
        {
            // As after CONNECT: the client's next bytes tell what it speaks.
            return (admission, new ConnectTarget("https", request.Host, request.Port));
        }

        Report(request.Problem);
        await SocksReply.SendAsync(transport.Output, request.Reply).ConfigureAwait(false);
        return null;
    }

    private async Task<Admission?> GreetAsync(SocksMessage greeting)
    {
        // A client that can give credentials is asked for them: sessions that share a port go by them.
        bool wantsCredentials = session.Options.Credentials is not null;
        byte? method = greeting.Methods.Contains(UserAndPassword) ? UserAndPassword : greeting.Methods.Contains(NoAuthentication) && !wantsCredentials ? NoAuthentication : null;
        if (method is null)
        {
            Report($"it does not offer {(wantsCredentials ? "user and password (2), which the session wants" : "no authentication (0) or user and password (2)")}");
            await transport.Output.WriteAsync(new byte[] { SocksMessage.Version, NoneAcceptable }).ConfigureAwait(false);
            return null;
        }

        await transport.Output.WriteAsync(new byte[] { SocksMessage.Version, method.Value }).ConfigureAwait(false);
        if (method == NoAuthentication)
        {
            return session.Port.Admit(baggage: null);
        }

        if (await TakeAsync(SocksMessage.ReadCredentials, m => m.Length, SocksMessage.CredentialsLimit).ConfigureAwait(false) is not { } credentials)
        {
            return null;
        }

        Admission admission = session.Port.Admit(credentials.Authorization, baggage: null);
        await transport.Output.WriteAsync(new byte[] { CredentialsVersion, admission.Session is null ? CredentialsWrong : CredentialsRight }).ConfigureAwait(false);
        if (admission.Session is not null)
        {
            return admission;
        }

        Report("its user or its password is wrong");
        return null;
    }

    private async Task<T?> TakeAsync<T>(Peek.Reader<T> reader, Func<T, int> length, long limit)
        where T : class
    {
        Peeked<T> peeked = await Peek.UntilToldAsync(transport.Input, reader, limit, s_limit, clock).ConfigureAwait(false);
        if (peeked.Value is { } message)
        {
            ReadResult read = await transport.Input.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            transport.Input.AdvanceTo(read.Buffer.GetPosition(length(message)));
            return message;
        }

        if (peeked.End != PeekEnd.Closed)
        {
            Report($"a message of its handshake was not complete after {(peeked.End == PeekEnd.TimedOut ? $"{s_limit.TotalSeconds:0} s" : $"{limit} bytes")}");
        }

        return null;
    }

    // The protocol has numbers only, so that the client cannot be told more.
    private void Report(string problem) => session.Problems.Add(session.Scopes.Attribute([]), ConnectionExplanations.SocksRefused(session.Options, problem));
}
