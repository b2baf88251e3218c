using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Http;
using TestOrchestrator.Proxy.Client.Reports;

namespace TestOrchestrator.Proxy.Client;

/// <summary>Controls a proxy in another process over its control API. Thread-safe.</summary>
/// <remarks>
/// Every method throws <see cref="ProxyControlException"/> when the server refuses (with its code), does not answer (TO2630), or is none
/// (TO2631).
/// </remarks>
public sealed class ProxyControlClient : IDisposable
{
    private readonly ControlHttp _http;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="address">The address of any session of the server, such as <c>http://127.0.0.1:8888/</c>.</param>
    /// <param name="token">The token of the server.</param>
    public ProxyControlClient(Uri address, string token)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        _http = new ControlHttp(address, token);
        Current = new ControlledSession(_http, "current");
    }

    /// <summary>Gets the session at whose address the server is asked.</summary>
    public ControlledSession Current { get; }

    /// <summary>Gets the certificate of the authority that clients are to trust, as PEM.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<string> AuthorityAsync(CancellationToken cancellationToken = default) => _http.GetTextAsync("ca.pem", cancellationToken);

    /// <summary>Lists the sessions that have not ended, by name.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<SessionReport>> SessionsAsync(CancellationToken cancellationToken = default) =>
        _http.GetAsync("sessions", WireContext.Default.IReadOnlyListSessionReport, cancellationToken);

    /// <summary>Opens a session; it listens when this returns.</summary>
    /// <param name="session">What it is to be.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<ControlledSession> OpenSessionAsync(SessionDefinition session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        SessionReport opened = await _http.PostAsync("sessions", session, WireContext.Default.SessionDefinition, WireContext.Default.SessionReport, cancellationToken).ConfigureAwait(false);
        return Session(opened.Id);
    }

    /// <summary>Gets a session by its id; whether there is one is not asked yet.</summary>
    /// <param name="id">The id.</param>
    public ControlledSession Session(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return new ControlledSession(_http, id);
    }

    /// <summary>Closes the connections to the server, which goes on.</summary>
    public void Dispose() => _http.Dispose();
}
