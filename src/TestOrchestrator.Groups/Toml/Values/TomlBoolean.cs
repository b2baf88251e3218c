using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml.Values;

/// <summary>true or false.</summary>
internal sealed class TomlBoolean(bool value, TextPosition position) : TomlValue(position)
{
    public bool Value { get; } = value;

    public override string Kind => "a boolean";
}
