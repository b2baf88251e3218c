using System.Collections.Immutable;
using System.Globalization;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Redaction;

namespace TestOrchestrator.Proxy.Har;

/// <summary>Reads the cookies of messages, as RFC 6265 (4.2.1 and 5.2) has them read.</summary>
internal static class HarCookies
{
    public static ImmutableArray<HarCookie> OfRequest(RecordedHeaders headers, bool areSecret) =>
    [
        // Cookie: a=1; b=2
        .. from line in headers.GetValues("Cookie")
           from pair in line.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           let named = Split(pair)
           select new HarCookie { Name = named.Name, Value = Value(named.Value, areSecret) },
    ];

    public static ImmutableArray<HarCookie> OfResponse(RecordedHeaders headers, bool areSecret) =>
        [.. headers.GetValues("Set-Cookie").Select(line => Set(line, areSecret))];

    private static HarCookie Set(string line, bool isSecret)
    {
        // Set-Cookie: a=1; Path=/; Domain=example.com; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly; Secure
        string[] parts = line.Split(';', StringSplitOptions.TrimEntries);
        (string name, string value) = Split(parts[0]);
        (string Name, string Value)[] attributes = [.. parts.Skip(1).Select(Split)];
        return new HarCookie
        {
            Name = name,
            Value = Value(value, isSecret),
            Path = Attribute(attributes, "Path"),
            Domain = Attribute(attributes, "Domain"),
            Expires = Attribute(attributes, "Expires") is { } expires
                && DateTimeOffset.TryParse(expires, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset end)
                    ? HarTime.Text(end)
                    : null,
            HttpOnly = Attribute(attributes, "HttpOnly") is not null,
            Secure = Attribute(attributes, "Secure") is not null,
        };
    }

    private static string? Attribute((string Name, string Value)[] attributes, string name) =>
        Array.FindLast(attributes, a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Name: not null } found ? found.Value : null;

    private static (string Name, string Value) Split(string pair)
    {
        int equals = pair.IndexOf('=');
        return equals < 0 ? (pair.Trim(), "") : (pair[..equals].Trim(), pair[(equals + 1)..].Trim());
    }

    private static string Value(string value, bool isSecret) => isSecret && value.Length > 0 ? SecretFilter.Marker : value;
}
