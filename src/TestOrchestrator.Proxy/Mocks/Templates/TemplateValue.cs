using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Mocks.Templates;

/// <summary>One value in a template. Immutable.</summary>
internal sealed class TemplateValue
{
    private const string OfRequest = "request.";

    private readonly string _name;
    private readonly string? _default;
    private readonly Func<MockCall, (string Text, bool IsRaw)?> _read;

    private TemplateValue(string name, string? @default, Func<MockCall, (string Text, bool IsRaw)?> read) => (_name, _default, _read) = (name, @default, read);

    /// <param name="expression">What stands between the braces.</param>
    /// <param name="position">Where it stands, for messages.</param>
    /// <exception cref="ProxyException">TO2215: there is no such value.</exception>
    public static TemplateValue Parse(string expression, int position)
    {
        int bar = expression.IndexOf('|');
        string name = (bar < 0 ? expression : expression[..bar]).Trim();
        return new TemplateValue(name, bar < 0 ? null : expression[(bar + 1)..].Trim(), Reader(name) ?? throw TemplateErrors.UnknownValue(name, position));
    }

    /// <summary>The value of a call, and whether it is JSON rather than text.</summary>
    /// <exception cref="ProxyException">TO2216: the request does not have it.</exception>
    public (string Text, bool IsRaw) Of(MockCall call) => _read(call) ?? (_default is null ? throw TemplateErrors.NoValue(_name, call.Request) : (_default, false));

    private static Func<MockCall, (string Text, bool IsRaw)?>? Reader(string name) => name switch
    {
        "call" => c => (c.Number.ToString(CultureInfo.InvariantCulture), false),
        "now" => c => (c.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), false),
        "uuid" => _ => (Guid.NewGuid().ToString(), false),
        _ => name.StartsWith(OfRequest, StringComparison.Ordinal) ? RequestReader(name[OfRequest.Length..]) : null,
    };

    private static Func<MockCall, (string Text, bool IsRaw)?>? RequestReader(string name) => name switch
    {
        "method" => c => (c.Request.Method, false),
        "url" => c => (c.Request.RawUrl, false),
        "host" => c => (c.Request.Head.Host, false),
        "path" => c => (c.Request.Head.Path, false),
        "body" => c => (c.Request.Text, false),
        _ when After(name, "query.") is { } of => c => Parameters.First(c.Request.Head.Query, of) is { } value ? (value, false) : null,
        _ when After(name, "form.") is { } of => c => Parameters.First(c.Body.Form, of) is { } value ? (value, false) : null,
        _ when After(name, "cookie.") is { } of => c => Parameters.First(CookiePart.Cookies(c.Request.Headers), of) is { } value ? (value, false) : null,
        _ when After(name, "header.") is { } of => c => c.Request.Headers[of] is { } value ? (value, false) : null,
        _ when After(name, "json") is { } of => OfJson(JsonPath.Parse($"${of}")),
        _ => null,
    };

    // {{request.json.customer.name}} is $.customer.name; a text is text, everything else JSON.
    private static Func<MockCall, (string Text, bool IsRaw)?> OfJson(JsonPath path) => c =>
        c.Body.TryGetJson(out JsonNode? root) && path.Select(root) is [{ Node: var node }, ..]
            ? (node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node?.ToJsonString() ?? "null", node?.GetValueKind() != JsonValueKind.String)
            : null;

    private static string? After(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;
}
