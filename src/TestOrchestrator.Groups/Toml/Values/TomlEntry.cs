namespace TestOrchestrator.Groups.Toml.Values;

/// <summary>A key and its value.</summary>
internal readonly record struct TomlEntry(TomlKey Key, TomlValue Value);
