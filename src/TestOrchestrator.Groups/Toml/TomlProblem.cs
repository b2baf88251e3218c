using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml;

/// <summary>Something in a well-formed file that its reader does not want.</summary>
internal readonly record struct TomlProblem(TextPosition Position, string Text);
