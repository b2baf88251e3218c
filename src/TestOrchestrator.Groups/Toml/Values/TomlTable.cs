using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml.Values;

/// <summary>A table, however it was written: the document itself, with a header, inline, or by dotted keys.</summary>
internal sealed class TomlTable : TomlValue
{
    private readonly Dictionary<string, TomlEntry> _byName;

    public TomlTable(ImmutableArray<TomlEntry> entries, TextPosition position)
        : base(position)
    {
        Entries = entries;
        _byName = entries.ToDictionary(entry => entry.Key.Name, StringComparer.Ordinal);
    }

    /// <summary>Gets the entries in the order of the document.</summary>
    public ImmutableArray<TomlEntry> Entries { get; }

    public override string Kind => "a table";

    public bool TryGet(string name, [NotNullWhen(true)] out TomlValue? value)
    {
        bool found = _byName.TryGetValue(name, out TomlEntry entry);
        value = entry.Value;
        return found;
    }
}
