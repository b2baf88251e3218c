using System.Text.Json;

namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>Which requests are meant: those that fit all that is said. Immutable.</summary>
/// <remarks>Values of parameters, headers and cookies are compared as text; <c>*</c> asks only that they are there.</remarks>
public sealed record Predicates
{
    /// <summary>Gets a URL, or a path that starts with <c>/</c>; wildcards as in <see cref="Host"/> and <see cref="Command"/>.</summary>
    public string? Url { get; init; }

    /// <summary>Gets the host: <c>h</c>, <c>h:port</c> or <c>*.h</c>.</summary>
    public string? Host { get; init; }

    /// <summary>
    /// Gets the path without its query; <c>*</c> stands for characters within a segment, <c>**</c> for any, <c>re:</c> begins a regular
    /// expression.
    /// </summary>
    public string? Command { get; init; }

    /// <summary>Gets the methods, one of which it must be.</summary>
    public IReadOnlyList<string>? Method { get; init; }

    /// <summary>Gets parameters that may be in the query or in a form.</summary>
    public IReadOnlyDictionary<string, string>? Params { get; init; }

    /// <summary>Gets parameters of the query.</summary>
    public IReadOnlyDictionary<string, string>? Query { get; init; }

    /// <summary>Gets fields of a form.</summary>
    public IReadOnlyDictionary<string, string>? Form { get; init; }

    /// <summary>Gets headers; names without regard to case.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Gets cookies.</summary>
    public IReadOnlyDictionary<string, string>? Cookies { get; init; }

    /// <summary>
    /// Gets JSONPaths (RFC 9535) with the value that one of the selected ones must equal; the text <c>*</c> asks only that there is one.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement>? JsonParams { get; init; }

    /// <summary>Gets parameters that must not be there, with the value that is excluded; <c>*</c> is any.</summary>
    public IReadOnlyDictionary<string, string>? ExcludedParams { get; init; }

    /// <summary>Gets which of the requests are meant; for mocks only.</summary>
    public ApplicableForRequests? ApplicableForRequests { get; init; }
}
