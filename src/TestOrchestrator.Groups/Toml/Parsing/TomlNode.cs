using TestOrchestrator.Groups.Texts;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Toml.Parsing;

/// <summary>A table, or an array of tables, while its document is being read. Not thread-safe.</summary>
internal sealed class TomlNode(TomlNodeOrigin origin, TextPosition position, int depth)
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<(TomlKey Key, object Value)> _entries = [];
    private readonly List<TomlNode> _elements = [];

    public TomlNodeOrigin Origin { get; private set; } = origin;

    public TextPosition Position { get; private set; } = position;

    /// <summary>Gets how many tables it is in.</summary>
    public int Depth { get; } = depth;

    /// <summary>Finds the node, or the finished value, of a name.</summary>
    public (TomlKey Key, object Value)? Find(string name) => _index.TryGetValue(name, out int at) ? _entries[at] : null;

    /// <param name="key">A name that is not there yet.</param>
    /// <param name="value">A <see cref="TomlNode"/> or a <see cref="TomlValue"/>.</param>
    public void Add(TomlKey key, object value)
    {
        _index.Add(key.Name, _entries.Count);
        _entries.Add((key, value));
    }

    /// <summary>A header of its own has come for a table that until now was only mentioned in headers of tables within it.</summary>
    public void DefineByHeader(TextPosition at)
    {
        Origin = TomlNodeOrigin.Header;
        Position = at;
    }

    public TomlNode AddElement(TextPosition at)
    {
        TomlNode element = new(TomlNodeOrigin.Header, at, Depth + 1);
        _elements.Add(element);
        return element;
    }

    /// <summary>The table that headers below this one mean: of an array, its last element.</summary>
    public TomlNode Open() => Origin == TomlNodeOrigin.ArrayOfTables ? _elements[^1] : this;

    public TomlValue Freeze() => Origin == TomlNodeOrigin.ArrayOfTables
        ? new TomlArray([.. _elements.Select(element => element.Freeze())], Position)
        : FreezeTable();

    public TomlTable FreezeTable() => new([.. Frozen()], Position);

    private IEnumerable<TomlEntry> Frozen()
    {
        foreach ((TomlKey key, object value) in _entries)
        {
            yield return new(key, value as TomlValue ?? ((TomlNode)value).Freeze());
        }
    }
}
