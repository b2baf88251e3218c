using System.Diagnostics.CodeAnalysis;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>
/// URIs whose path and query stay as they were sent: servers may tell %7e from ~ and a/../b from b, and signatures cover what was sent.
/// </summary>
internal static class UntouchedUri
{
    private static readonly UriCreationOptions s_untouched = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <exception cref="UriFormatException">The text is no URL.</exception>
    public static Uri Of(string url) => new(url, s_untouched);

    public static bool TryRead(string url, [NotNullWhen(true)] out Uri? uri) => Uri.TryCreate(url, s_untouched, out uri);
}
