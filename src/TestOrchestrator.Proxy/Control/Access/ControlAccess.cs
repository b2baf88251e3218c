using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Control.Access;

/// <summary>Who may use the control API: who has the token, and is no web page. Thread-safe.</summary>
internal sealed class ControlAccess(ControlOptions options)
{
    private const string Scheme = "Bearer ";

    // Hashes have one length, so that not even the length of the token can be found out by the time that a comparison takes.
    private readonly byte[] _token = Hash(options.Token);

    /// <exception cref="ControlException">
    /// TO2602: a browser sent the request for a page, or the host is a name that a page may have had point here.
    /// </exception>
    public void CheckSender(IHeaderDictionary headers)
    {
        string? site = headers["Sec-Fetch-Site"];
        if (headers.ContainsKey("Origin") || site is not (null or "none"))
        {
            throw ControlErrors.FromWebPage(headers.Origin.ToString());
        }

        string named = headers.Host.ToString();
        if (!HostText.TrySplit(named, out string host, out _) || !IsOurs(host))
        {
            throw ControlErrors.ForeignHost(named);
        }
    }

    /// <exception cref="ControlException">TO2601: the token is missing or another.</exception>
    public void CheckToken(IHeaderDictionary headers)
    {
        string given = headers.Authorization.ToString();
        bool isBearer = given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        if (!isBearer || !CryptographicOperations.FixedTimeEquals(_token, Hash(given[Scheme.Length..].Trim())))
        {
            throw ControlErrors.NoToken(given.Length == 0 ? "no Authorization header" : isBearer ? "another token" : "another scheme than Bearer");
        }
    }

    // Names of others can be made to point at this machine (DNS rebinding); addresses cannot.
    private bool IsOurs(string host) =>
        HostText.TryNormalize(host, out string? normalized)
        && (normalized == "localhost"
            || IPAddress.TryParse(normalized, out _)
            || options.Hosts.Any(h => HostText.TryNormalize(h, out string? own) && own == normalized));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
