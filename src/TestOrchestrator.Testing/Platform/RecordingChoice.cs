using TestOrchestrator.Proxy.Recordings;

namespace TestOrchestrator.Testing.Platform;

/// <summary>
/// Chooses what is done with recordings: what was asked for, else the environment, else the configuration, else <c>auto</c>.
/// </summary>
internal static class RecordingChoice
{
    public const string Variable = "TESTORCHESTRATOR_RECORDINGS";

    /// <summary>Gets the modes as they are written.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetNames<RecordingMode>().Select(n => $"'{n.ToLowerInvariant()}'"));

    /// <exception cref="ArgumentException">There is no such mode; the message says where it was named.</exception>
    public static RecordingMode Of(string? asked, string? environment, string? configured)
    {
        (string? text, string where) = asked is not null ? (asked, "--recordings")
            : environment is { Length: > 0 } ? (environment, Variable)
            : (configured, "the configuration");
        return text is null ? RecordingMode.Auto
            : Enum.GetNames<RecordingMode>().Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<RecordingMode>(text, ignoreCase: true)
            : throw new ArgumentException($"TO4011: '{text}' ({where}) is nothing that can be done with recordings. Use one of {All}.");
    }
}
