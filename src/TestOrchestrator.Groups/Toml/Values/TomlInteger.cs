using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml.Values;

/// <summary>An integer in any notation.</summary>
internal sealed class TomlInteger(long value, TextPosition position) : TomlValue(position)
{
    public long Value { get; } = value;

    public override string Kind => "an integer";
}
