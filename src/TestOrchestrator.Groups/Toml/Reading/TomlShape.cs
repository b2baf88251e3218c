using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Toml.Reading;

/// <summary>What a value should be.</summary>
internal sealed record TomlShape<T>
{
    internal delegate bool Reader(TomlValue value, out T? read);

    /// <summary>Gets what is wanted, for a message: "a string".</summary>
    public required string Wanted { get; init; }

    public required Reader TryRead { get; init; }
}
