using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml.Values;

/// <summary>One part of a key, without quotes, and where it is written first.</summary>
internal readonly record struct TomlKey(string Name, TextPosition Position);
