using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml.Values;

/// <summary>A string of any of the four notations, without its quotes and with its escapes resolved.</summary>
internal sealed class TomlString(string value, TextPosition position) : TomlValue(position)
{
    public string Value { get; } = value;

    public override string Kind => "a string";
}
