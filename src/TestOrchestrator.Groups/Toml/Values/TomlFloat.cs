using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml.Values;

/// <summary>A float; also inf and nan.</summary>
internal sealed class TomlFloat(double value, TextPosition position) : TomlValue(position)
{
    public double Value { get; } = value;

    public override string Kind => "a float";
}
