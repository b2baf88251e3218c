using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>A part of a pattern as it is written. Immutable.</summary>
internal abstract record IRegexpNode
{
    internal sealed record Character(CharacterSet Set) : IRegexpNode;

    internal sealed record Place(TextPlace At) : IRegexpNode;

    internal sealed record Sequence(ImmutableArray<IRegexpNode> Parts) : IRegexpNode;

    internal sealed record Choice(ImmutableArray<IRegexpNode> Parts) : IRegexpNode;

    /// <summary>At least, and at most so many times; without a most, any number.</summary>
    internal sealed record Repeat(IRegexpNode Part, int Least, int? Most) : IRegexpNode;
}
