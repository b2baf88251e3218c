using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>A JSONPath, RFC 9535 complete. Immutable.</summary>
/// <remarks>
/// An object that holds a member name twice cannot be asked by a path: <see cref="JsonNode"/> refuses it. See <see cref="JsonReading"/>.
/// </remarks>
internal sealed class JsonPath
{
    private readonly PathQuery _query;

    private JsonPath(string text, PathQuery query) => (Text, _query) = (text, query);

    public string Text { get; }

    /// <summary>Gets a value indicating whether the path is made of names and indexes only, so that it selects one node at most.</summary>
    public bool IsSingular => _query.IsSingular;

    /// <summary>Gets a value indicating whether the path is <c>$</c>: the document itself.</summary>
    public bool IsRoot => _query.Segments.IsEmpty;

    /// <summary>
    /// Gets the selectors of a singular path, outermost first; each is a <see cref="NameSelector"/> or an <see cref="IndexSelector"/>.
    /// </summary>
    public IEnumerable<Selector> SingularSelectors => _query.Segments.Select(s => s.Selectors[0]);

    /// <exception cref="ProxyException">TO2220, TO2221: the text is not a JSONPath.</exception>
    public static JsonPath Parse(string text) => new(text, new PathParser(text).ParseAll());

    /// <summary>The path to a member of the root, whatever characters its name has.</summary>
    public static JsonPath OfMember(string name) => new(
        JsonLocation.Root.Member(name).ToString(),
        new PathQuery { IsRelative = false, Segments = [new Segment { Selectors = [new NameSelector(name)], IsDescendant = false }] });

    /// <summary>The nodes that the path selects, in the order of the RFC; one that is selected twice is in it twice.</summary>
    public ImmutableArray<LocatedNode> Select(JsonNode? root) => [.. _query.Select(new FilterContext(root, root))];

    public override string ToString() => Text;
}
