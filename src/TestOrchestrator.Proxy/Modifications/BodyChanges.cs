using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>What is changed of a body: first its fields or its JSON, then its text. Immutable.</summary>
internal sealed record BodyChanges
{
    public static BodyChanges None { get; } = new();

    public ImmutableArray<ParameterChange> Form { get; init; } = [];

    public ImmutableArray<JsonChange> Json { get; init; } = [];

    public ImmutableArray<TextChange> Text { get; init; } = [];

    public bool IsEmpty => Form.IsEmpty && Json.IsEmpty && Text.IsEmpty;

    /// <summary>Gets a value indicating whether there is nothing to change where there is no body.</summary>
    public bool IsTextOnly => Form.IsEmpty && Json.IsEmpty;

    /// <summary>The changes, for people.</summary>
    public IEnumerable<string> Shown() => [.. Form.Select(f => $"form {f}"), .. Json.Select(j => $"JSON {j}"), .. Text.Select(t => $"text {t}")];
}
