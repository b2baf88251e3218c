namespace TestOrchestrator.Proxy.Recordings;

/// <summary>Why a recording cannot be used as it is asked to be.</summary>
internal static class RecordingErrors
{
    public static ProxyException Options(string file, IEnumerable<string> problems) => new(
        "TO2640", $"The recording '{file}' cannot be used: {string.Join(" ", problems)}");

    public static ProxyException Unreadable(string file, string why) => new(
        "TO2641", $"The file '{file}' cannot be replayed: {why}");

    public static ProxyException InUse(string scope, string file) => new(
        "TO2642", $"Scope '{scope}' uses the recording '{file}' already. Commit or dispose it first, or open a scope within it.");

    public static ProxyException BodyMissing(string file, string body, string why) => new(
        "TO2643", $"The recording '{file}' keeps a body in '{body}', which cannot be read: {why} Restore it, or record anew.");

    public static ProxyException NotKept(string file, IReadOnlyList<string> requests) => new(
        "TO2645", $"The recording '{file}' was not written, because not all of a body or message was kept of: {string.Join(", ", requests)}. Raise MaxBodyBytes, or MaxSessionBodyBytes, of the session's limits.");

    public static ProxyException Ended(string file) => new(
        "TO2644", $"The recording '{file}' has been committed or disposed; it is written once.");
}
