using System.Globalization;
using TestOrchestrator.Groups.Toml;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Tests.Toml;

/// <summary>What a test says about a document, in one line.</summary>
internal static class TomlText
{
    /// <summary>The tree, in a notation of its own: strings in '…', floats with f, tables in {…}.</summary>
    public static string Of(string document) => Of(TomlDocument.Parse(document, "group.toml"));

    public static string Of(TomlValue value) => value switch
    {
        TomlString text => $"'{text.Value.Replace("\r", "␍").Replace("\n", "␊").Replace("\t", "␉")}'",
        TomlInteger integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        TomlFloat number => $"{number.Value.ToString("R", CultureInfo.InvariantCulture)}f",
        TomlBoolean boolean => boolean.Value ? "true" : "false",
        TomlDateTime moment => $"{moment.Form}({moment.Text})",
        TomlArray array => $"[{string.Join(", ", array.Items.Select(Of))}]",
        TomlTable table => $"{{{string.Join(", ", table.Entries.Select(entry => $"{entry.Key.Name}: {Of(entry.Value)}"))}}}",
        _ => throw new NotSupportedException(value.Kind),
    };

    /// <summary>The message that a document is refused with.</summary>
    public static string Refusal(string document) =>
        Assert.ThrowsExactly<EngineException>(() => TomlDocument.Parse(document, "group.toml"), $"accepted: {document}").Message;
}
