namespace TestOrchestrator.Groups.Toml.Values;

/// <summary>The four kinds of dates and times.</summary>
internal enum TomlDateTimeForm
{
    OffsetDateTime,
    LocalDateTime,
    LocalDate,
    LocalTime,
}
