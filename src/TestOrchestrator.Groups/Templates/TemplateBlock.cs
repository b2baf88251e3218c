using System.Collections.Immutable;

namespace TestOrchestrator.Groups.Templates;

/// <summary>A block that is open while its template is read.</summary>
internal sealed record TemplateBlock
{
    public required string Name { get; init; }

    /// <summary>Gets where it was opened.</summary>
    public required int Offset { get; init; }

    /// <summary>Gets the names that <c>as |name|</c> gives, and what they are for the library.</summary>
    public ImmutableDictionary<string, string> Given { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets whether <c>{{else}}</c> has come: the names that the block gives are gone.</summary>
    public bool InElse { get; init; }
}
