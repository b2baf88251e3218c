using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml.Values;

/// <summary>A value of a TOML document and where it begins. Immutable.</summary>
internal abstract class TomlValue(TextPosition position)
{
    public TextPosition Position { get; } = position;

    /// <summary>Gets what it is, for a message: "a string".</summary>
    public abstract string Kind { get; }
}
