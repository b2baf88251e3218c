using System.Collections.Immutable;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>A cookie of this name, with this value where one is given (RFC 6265).</summary>
internal sealed record CookiePart(string Cookie, string? Value) : PatternPart
{
    public override PartRank Rank => PartRank.Cookie;

    public override string Name => $"cookie '{Cookie}'";

    public override string Expected => Parameters.Expected(Value);

    public override Fit Fits(RequestSubject request) => Of(Parameters.Have(Cookies(request.Head.Headers), Cookie, Value));

    public override string Seen(RequestSubject request) => Parameters.Seen(Cookies(request.Head.Headers), Cookie);

    /// <summary>The cookies of a request, in their order: <c>session=abc; theme="dark"</c>.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Cookies(RecordedHeaders headers) =>
    [
        .. from line in headers.GetValues("Cookie")
           from pair in line.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           let separator = pair.IndexOf('=')
           where separator > 0
           select new KeyValuePair<string, string>(pair[..separator], pair[(separator + 1)..].Trim('"')),
    ];
}
