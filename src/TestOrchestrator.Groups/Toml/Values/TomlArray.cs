using System.Collections.Immutable;
using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml.Values;

/// <summary>An array, or an array of tables.</summary>
internal sealed class TomlArray(ImmutableArray<TomlValue> items, TextPosition position) : TomlValue(position)
{
    public ImmutableArray<TomlValue> Items { get; } = items;

    public override string Kind => "an array";
}
