namespace ReadingService;

internal static class LateOrEarly
{
    public static string Initial { get; } = Environment.GetEnvironmentVariable("ASSET_VALUE") ?? "";

    public static string Both() => Environment.GetEnvironmentVariable("ASSET_VALUE") ?? "";
}
