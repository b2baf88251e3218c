namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>How a request is changed before it goes to its origin. Immutable.</summary>
public sealed record RequestDefinition
{
    /// <summary>Gets the changes of headers.</summary>
    public IReadOnlyList<HeaderModificationDefinition>? Headers { get; init; }

    /// <summary>Gets the changes of parameters of the query.</summary>
    public IReadOnlyList<ModificationDefinition>? ModifyQuery { get; init; }

    /// <summary>Gets the changes of fields of the form.</summary>
    public IReadOnlyList<ModificationDefinition>? ModifyForm { get; init; }

    /// <summary>Gets the changes of the JSON.</summary>
    public IReadOnlyList<ModificationDefinition>? ModifyJson { get; init; }

    /// <summary>
    /// Gets the changes of the body as a text: <see cref="ModificationDefinition.ReplaceText"/> and
    /// <see cref="ModificationDefinition.ReplaceRegex"/>.
    /// </summary>
    public IReadOnlyList<ModificationDefinition>? ModifyText { get; init; }
}
