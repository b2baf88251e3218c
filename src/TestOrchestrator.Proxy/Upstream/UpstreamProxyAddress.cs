using System.Globalization;
using System.Text;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Upstream;

/// <summary>The address of a proxy and what it is shown. Immutable.</summary>
internal sealed record UpstreamProxyAddress
{
    private const int DefaultHttpPort = 80;
    private const int DefaultHttpsPort = 443;

    public required bool IsSecure { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>Gets the value of Proxy-Authorization (RFC 7617).</summary>
    /// <value><see langword="null"/> when there are no credentials.</value>
    public string? Authorization { get; init; }

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address; without a scheme it is of http.</param>
    /// <param name="where">Where it stands, for messages.</param>
    public static UpstreamProxyAddress Parse(string text, string where)
    {
        // proxy.example.com:3128   http://user:secret@proxy.example.com:3128/
        string absolute = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(absolute, UriKind.Absolute, out Uri? uri) || !HostText.TryNormalize(uri.IdnHost, out string? host))
        {
            throw UpstreamErrors.Address(where, "it is not an address");
        }

        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        {
            throw UpstreamErrors.Address(where, $"its scheme is '{uri.Scheme}'");
        }

        bool isSecure = uri.Scheme == Uri.UriSchemeHttps;
        UpstreamProxyAddress address = new() { IsSecure = isSecure, Host = host, Port = uri.Port < 0 ? isSecure ? DefaultHttpsPort : DefaultHttpPort : uri.Port };
        if (uri.UserInfo.Length == 0)
        {
            return address;
        }

        string[] parts = uri.UserInfo.Split(':', 2);
        return address.With(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    public UpstreamProxyAddress With(string user, string password)
    {
        if (user.Contains(':') || $"{user}{password}".Any(char.IsControl))
        {
            throw UpstreamErrors.Credentials("the user's name holds a ':', or one of both a control character, which Basic authentication has no way to carry");
        }

        return this with { Authorization = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}" };
    }

    /// <summary>Shows the address without credentials.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsSecure ? "https" : "http")}://{HostText.InAuthority(Host)}:{Port}");
}
