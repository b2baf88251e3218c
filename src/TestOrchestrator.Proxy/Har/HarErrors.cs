using System.Text.Json;

namespace TestOrchestrator.Proxy.Har;

/// <summary>Why a file cannot be read as HAR.</summary>
internal static class HarErrors
{
    public static ProxyException Unreadable(string file, Exception cause) => new(
        "TO2260", $"The HAR file '{file}' cannot be read: {cause.Message}", cause);

    public static ProxyException TooLong(string file, long length) => new(
        "TO2260", $"The HAR file '{file}' has {length} bytes; the limit is {HarFile.MaxLength}. Split it, or leave out bodies.");

    public static ProxyException NotJson(string file, JsonException cause) => new(
        "TO2261", $"The HAR file '{file}' is not JSON, line {cause.LineNumber + 1}, byte {cause.BytePositionInLine + 1}: {cause.Message}", cause);

    public static ProxyException NotText(string file, InvalidOperationException cause) => new(
        "TO2262", $"The file '{file}' is not HAR 1.2: the name of a field is not of whole characters. {cause.Message}", cause);

    public static ProxyException NotHar(string file, IReadOnlyList<string> problems, int more) => new(
        "TO2262", $"The file '{file}' is not HAR 1.2:{string.Concat(problems.Select(p => $"\n  {p}"))}{(more > 0 ? $"\n  and {more} more" : "")}");
}
