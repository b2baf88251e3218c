using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Fuzz.Inputs;
using Fuzz.Origins;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Control;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace Fuzz.Running;

/// <summary>A proxy server to talk to; each talk has a session and an origin of its own. Thread-safe.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly CertificateAuthority _authority;
    private readonly X509Certificate2 _certificate;

    private Rig(DirectoryInfo directory, CertificateAuthority authority, ProxyServer server, Complaints complaints)
    {
        (_directory, _authority, Server, Complaints) = (directory, authority, server, complaints);
        ServerCertificate issued = authority.IssueServerCertificate(["localhost", Names.Host], [IPAddress.Loopback]);
        _certificate = X509Certificate2.CreateFromPem(issued.CertificatePem, issued.PrivateKeyPem);
    }

    public ProxyServer Server { get; }

    public Complaints Complaints { get; }

    public static async Task<Rig> StartAsync()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("fuzz-");
        CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.FullName);
        Complaints complaints = new();
        ProxyServerOptions options = new() { CertificateAuthority = authority, LoggerFactory = complaints, Control = new ControlOptions { Token = ControlGrammar.Token } };
        return new Rig(directory, authority, await ProxyServer.StartAsync(options).ConfigureAwait(false), complaints);
    }

    /// <summary>Brings an input to the proxy and looks at what it does.</summary>
    /// <returns>The signature of what it did.</returns>
    /// <exception cref="FuzzFailure">It did what it must not.</exception>
    public async Task<string> TalkAsync(Talk talk, byte[] input)
    {
        CaseOrigin origin = new(talk.OriginSays, talk.OriginSpeaksTls ? _certificate : null);
        await using (origin.ConfigureAwait(false))
        {
            ProxySession session = await Server.OpenSessionAsync(new ProxySessionOptions
            {
                Name = "case",
                Unmatched = UnmatchedRequests.LoopbackOnly,
                Upstream = new UpstreamOptions(),
                Limits = new ProxySessionLimits { ServerFirst = TimeSpan.FromMilliseconds(50) },
            }).ConfigureAwait(false);
            string target = $"127.0.0.1:{origin.Port}";
            session.Root.Redirect(Names.Host, talk.OriginSpeaksTls ? $"https://{target}" : target, preserveHost: true);
            talk.Prepare?.Invoke(session);
            byte[] answer;
            try
            {
                answer = await Conversation.HoldAsync(session.Endpoint, talk, input).ConfigureAwait(false);
            }
            finally
            {
                await EndAsync(session).ConfigureAwait(false);
            }

            string signature = Signature.Of(answer, session);
            Oracles.Check(session, origin, talk);
            if (talk.WritesHar)
            {
                await CheckHarAsync(session).ConfigureAwait(false);
            }

            return signature;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync().ConfigureAwait(false);
        _certificate.Dispose();
        _authority.Dispose();
        Complaints.Dispose();
        _directory.Delete(recursive: true);
    }

    private static async Task EndAsync(ProxySession session)
    {
        try
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            throw new FuzzFailure(late.Message);
        }
    }

    private async Task CheckHarAsync(ProxySession session)
    {
        string path = Path.Combine(_directory.FullName, Path.GetRandomFileName());
        await session.Root.WriteHarAsync(path).ConfigureAwait(false);
        byte[] written = await File.ReadAllBytesAsync(path).ConfigureAwait(false);
        File.Delete(path);
        using JsonDocument har = JsonDocument.Parse(written);
        JsonElement log = har.RootElement.GetProperty("log");
        if (log.GetProperty("entries").GetArrayLength() != session.Root.Exchanges.Count(e => e.Request.Method != "CONNECT" || e.Tunnel is null))
        {
            throw new FuzzFailure($"The HAR file has {log.GetProperty("entries").GetArrayLength()} entries, the log {session.Root.Exchanges.Count}.");
        }
    }
}
