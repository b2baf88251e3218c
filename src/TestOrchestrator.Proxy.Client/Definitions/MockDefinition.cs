using System.Text.Json;

namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>A mock that is to be added. Immutable.</summary>
public sealed record MockDefinition
{
    /// <summary>Gets the id of the scope that it belongs to.</summary>
    /// <value>The default is the root scope of the session.</value>
    public string? Scope { get; init; }

    /// <summary>Gets which requests are meant.</summary>
    /// <value>The default is all.</value>
    public Predicates? Predicates { get; init; }

    /// <summary>Gets what goes before other mocks: the highest.</summary>
    /// <value>The default is 0.</value>
    public int? Priority { get; init; }

    /// <summary>Gets whether all parameters must fit (<c>all</c>) or one will do (<c>best_effort</c>).</summary>
    /// <value>The default is <c>all</c>.</value>
    public string? Match { get; init; }

    /// <summary>Gets how often it must be called until its scope ends: <c>true</c> for once or more, or a number.</summary>
    /// <value>The default is as often as it comes.</value>
    public JsonElement? MustBeCalled { get; init; }

    /// <summary>Gets how the request is changed before it goes to its origin.</summary>
    public RequestDefinition? Request { get; init; }

    /// <summary>Gets what is answered, or how the real response is changed.</summary>
    public ResponseDefinition? Response { get; init; }

    /// <summary>
    /// Gets, instead of <see cref="Response"/>, what the first request is answered, the second and so on; the last one repeats.
    /// </summary>
    public IReadOnlyList<ResponseDefinition>? Responses { get; init; }
}
