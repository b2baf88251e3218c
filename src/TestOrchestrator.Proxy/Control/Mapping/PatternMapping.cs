using System.Collections.Immutable;
using System.Text.Json;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Predicates as they are written, and the patterns that they are.</summary>
internal static class PatternMapping
{
    private static readonly WireMap s_values = new(WireAny.Scalar);

    /// <summary>Gets the predicates that a pattern is made of.</summary>
    public static ImmutableArray<WireMember> Members { get; } =
    [
        new("url", WireText.Any, "A URL (scheme, host, port, path, query), or a path that starts with '/'; wildcards as in host and command."),
        new("host", WireText.Any, "The host: 'h', 'h:port' or '*.h'."),
        new("command", WireText.Any, "The path without its query; '*' within a segment, '**' for any characters, 're:' and a regular expression."),
        new("method", WireEither.TextOrTexts, "One method or several."),
        new("params", s_values, "Parameters by name, which may be in the query or in a form. null or '*' asks only that it is there."),
        new("query", s_values, "Parameters of the query, as params."),
        new("form", s_values, "Fields of a form, as params."),
        new("headers", s_values, "Headers, as params; names without regard to case."),
        new("cookies", s_values, "Cookies, as params."),
        new("json_params", new WireMap(WireAny.Json), "JSONPaths (RFC 9535) with the value that one of the selected ones must equal; '*' asks only that there is one, null is the literal null."),
        new("excluded_params", WireEither.Of((JsonValueKind.Array, WireList.OfTexts), (JsonValueKind.Object, s_values)), "Names of parameters that no request may have in query or form; or names with the value that is excluded. What begins with '$' is a JSONPath into the body."),
    ];

    public static WireShape Shape { get; } = new("Predicates", "Which requests are meant: those that fit all that is said. None said is all requests.", Members);

    /// <summary>The member that holds predicates.</summary>
    public static WireMember Member { get; } = new("predicates", Shape, "Which requests are meant; the default is all.");

    /// <summary>The pattern that an object's predicates are.</summary>
    /// <exception cref="ControlException">One of them cannot be read.</exception>
    public static Func<RequestPattern, RequestPattern> Read(WireObject? predicates)
    {
        RequestPattern pattern = predicates is { } said ? Read(said) : RequestPattern.Any;
        return _ => pattern;
    }

    private static RequestPattern Read(WireObject said)
    {
        RequestPattern pattern = RequestPattern.Any;
        pattern = said.Text("url") is { } url ? said.At("url", () => pattern.Url(url)) : pattern;
        pattern = said.Text("host") is { } host ? said.At("host", () => pattern.Host(host)) : pattern;
        pattern = said.Text("command") is { } command ? said.At("command", () => pattern.Path(command)) : pattern;
        pattern = said.Texts("method") is { Count: > 0 } methods ? said.At("method", () => pattern.Method([.. methods])) : pattern;
        pattern = Add(said, "params", pattern, (p, name, value) => p.Param(name, value));
        pattern = Add(said, "query", pattern, (p, name, value) => p.Query(name, value));
        pattern = Add(said, "form", pattern, (p, name, value) => p.Form(name, value));
        pattern = Add(said, "headers", pattern, (p, name, value) => p.Header(name, value));
        pattern = Add(said, "cookies", pattern, (p, name, value) => p.Cookie(name, value));
        foreach ((string path, JsonElement value, string field) in said.Entries("json_params"))
        {
            RequestPattern before = pattern;
            bool isAny = value.ValueKind == JsonValueKind.String && value.ValueEquals("*");
            pattern = WireObject.At(field, value, () => isAny ? before.Json(path) : before.Json(path, value));
        }

        return Exclude(said, pattern);
    }

    private static RequestPattern Exclude(WireObject said, RequestPattern pattern)
    {
        const string Member = "excluded_params";
        return said.Json(Member) is { ValueKind: JsonValueKind.Array }
            ? said.Texts(Member).Aggregate(pattern, (p, name) => said.At(Member, () => Without(p, name, "*", said.FieldOf(Member))))
            : Add(said, Member, pattern, (p, name, value) => Without(p, name, value, WirePointer.To(said.FieldOf(Member), name)));
    }

    private static RequestPattern Without(RequestPattern pattern, string name, string value, string field) =>
        !name.StartsWith('$') ? pattern.WithoutParam(name, value)
        : value == "*" ? pattern.WithoutJson(name)
        : throw WireErrors.Together(field, "A JSONPath is excluded with a value.", "Give null, which excludes the path with any value.");

    private static RequestPattern Add(WireObject said, string member, RequestPattern pattern, Func<RequestPattern, string, string, RequestPattern> add)
    {
        foreach ((string name, JsonElement value, string field) in said.Entries(member))
        {
            RequestPattern before = pattern;
            pattern = WireObject.At(field, value, () => add(before, name, WireObject.TextOf(value) ?? "*"));
        }

        return pattern;
    }
}
