using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml.Values;

/// <summary>A date, a time or both, of RFC 3339. It has been checked and is kept as it was written.</summary>
internal sealed class TomlDateTime(string text, TomlDateTimeForm form, TextPosition position) : TomlValue(position)
{
    public string Text { get; } = text;

    public TomlDateTimeForm Form { get; } = form;

    public override string Kind => Form switch
    {
        TomlDateTimeForm.OffsetDateTime or TomlDateTimeForm.LocalDateTime => "a date with a time",
        TomlDateTimeForm.LocalDate => "a date",
        _ => "a time of day",
    };
}
