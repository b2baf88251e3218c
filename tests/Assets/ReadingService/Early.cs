namespace ReadingService;

internal sealed class Early(string name)
{
    public string Value { get; } = Environment.GetEnvironmentVariable(name) ?? "";
}
