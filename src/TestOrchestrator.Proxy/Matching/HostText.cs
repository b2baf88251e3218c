using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>Host names in the one form in which they are compared: lower case, punycode, no trailing dot, no brackets.</summary>
internal static class HostText
{
    private static readonly SearchValues<char> s_notInHosts = SearchValues.Create(" /\\@?#%*\t\r\n");
    private static readonly IdnMapping s_punycode = new() { AllowUnassigned = true };

    public static bool TryNormalize(string host, [NotNullWhen(true)] out string? normalized)
    {
        normalized = null;
        string bare = host is ['[', .., ']'] ? host[1..^1] : host.EndsWith('.') ? host[..^1] : host;
        if (bare.Length == 0 || bare.AsSpan().ContainsAny(s_notInHosts))
        {
            return false;
        }

        if (bare.Contains(':'))
        {
            normalized = IPAddress.TryParse(bare, out IPAddress? address) ? address.ToString() : null;
            return normalized is not null;
        }

        try
        {
            normalized = Ascii.IsValid(bare) ? bare.ToLowerInvariant() : s_punycode.GetAscii(bare).ToLowerInvariant();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
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
}
