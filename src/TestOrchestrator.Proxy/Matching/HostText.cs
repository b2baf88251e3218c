using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>Host names in the one form in which they are compared: lower case, punycode, no trailing dot, no brackets.</summary>
internal static class HostText
{
    private const int Longest = 253;

    // Underscores are no host names by the book, and in use all the same.
    private static readonly SearchValues<char> s_inNames = SearchValues.Create("-.0123456789_abcdefghijklmnopqrstuvwxyz~");
    private static readonly IdnMapping s_punycode = new() { AllowUnassigned = true };

    public static bool TryNormalize(string host, [NotNullWhen(true)] out string? normalized)
    {
        string bare = host is ['[', .., ']'] ? host[1..^1] : host.EndsWith('.') ? host[..^1] : host;
        normalized = bare.Contains(':') ? Address(bare) : Name(bare);
        return normalized is not null;
    }

    /// <summary>The host as it is written in an authority: an IPv6 address has brackets.</summary>
    public static string InAuthority(string host) => host.Contains(':') ? $"[{host}]" : host;

    /// <summary>Splits <c>host[:port]</c>, where an IPv6 address is in brackets.</summary>
    public static bool TrySplit(string authority, out string host, out int? port)
    {
        // example.com   example.com:8443   [::1]   [::1]:8443
        int colon = authority.LastIndexOf(':');
        bool hasPort = colon > authority.LastIndexOf(']');
        host = hasPort ? authority[..colon] : authority;
        port = null;
        if (!hasPort)
        {
            return true;
        }

        bool isPort = int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 65535;
        port = isPort ? number : null;
        return isPort;
    }

    /// <summary>
    /// Splits what a Host header or a URL names, where the port may be left out behind its colon (RFC 3986, section 3.2.3).
    /// </summary>
    public static bool TrySplitNamed(string authority, out string host, out int? port) => TrySplit(authority.EndsWith(':') ? authority[..^1] : authority, out host, out port);

    private static string? Address(string text) => IPAddress.TryParse(text, out IPAddress? address) ? address.ToString() : null;

    private static string? Name(string text)
    {
        if (AsciiName(text) is not { } name || name.Length is 0 or > Longest)
        {
            return null;
        }

        bool isName = !name.AsSpan().ContainsAnyExcept(s_inNames) && !name.StartsWith('.') && !name.Contains("..", StringComparison.Ordinal);
        return isName ? name : null;
    }

    private static string? AsciiName(string text)
    {
        try
        {
            return (Ascii.IsValid(text) ? text : s_punycode.GetAscii(text)).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
