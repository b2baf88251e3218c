using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Control;

/// <summary>
/// How a server is controlled over HTTP: requests for <c>/_to/v1/…</c> that are sent to the port of a session as if it were a server.
/// Immutable.
/// </summary>
/// <remarks>
/// Who has the token may do what the user of the process may do to files that responses are read from. Its text does not show the token.
/// </remarks>
public sealed record ControlOptions
{
    private const int LeastTokenLength = 16;

    // What a bearer token is made of (RFC 6750, 2.1), so that it passes every header and every client unchanged.
    private static readonly SearchValues<char> s_tokenCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <summary>Gets the token that requests carry as <c>Authorization: Bearer</c>.</summary>
    /// <value>The default is 256 random bits, as 64 hexadecimal digits. At least 16 letters, digits and <c>-._~+/=</c>.</value>
    public string Token { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>
    /// Gets the names by which clients reach the server besides its IP addresses and <c>localhost</c>: host names without ports.
    /// </summary>
    /// <value>The default is none. Requests that name another host are refused, because a web page may have had it point here.</value>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>Lists what is wrong, as full sentences; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (Token is null || Token.Length < LeastTokenLength || Token.AsSpan().ContainsAnyExcept(s_tokenCharacters))
        {
            yield return $"{nameof(Token)} is shorter than {LeastTokenLength} characters, or has some that a bearer token cannot have; use letters, digits and '-._~+/='.";
        }

        foreach (string host in Hosts.IsDefault ? [""] : Hosts)
        {
            if (!HostText.TryNormalize(host, out _))
            {
                yield return $"{nameof(Hosts)} holds '{host}', which is not a host name. Write 'proxy.example.com'.";
            }
        }
    }

    /// <summary>Shows the hosts.</summary>
    public override string ToString() => $"control API for {string.Join(", ", ["IP addresses", "localhost", .. Hosts.IsDefault ? [] : Hosts])}";
}
