using System.Globalization;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Routing;

/// <summary>
/// A request of the control API that has been checked: who sent it, its path, its query and the form of its body. Immutable.
/// </summary>
internal sealed record ControlCall
{
    public required ProxyServer Server { get; init; }

    /// <summary>Gets the session whose port the request came to.</summary>
    public required ProxySession Carrier { get; init; }

    /// <summary>Gets what stands for the names in the path.</summary>
    public required IReadOnlyDictionary<string, string> Path { get; init; }

    public required IReadOnlyDictionary<string, string> Query { get; init; }

    public required WireObject Body { get; init; }

    /// <summary>Gets a token that is canceled when the client goes away.</summary>
    public required CancellationToken Aborted { get; init; }

    public string? Text(string parameter) => Query.TryGetValue(parameter, out string? text) ? text : null;

    public long? Number(string parameter) => Text(parameter) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
}
