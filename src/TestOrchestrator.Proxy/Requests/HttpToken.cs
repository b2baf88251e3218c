using System.Buffers;
using System.Globalization;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>The characters of methods and header names.</summary>
internal static class HttpToken
{
    private static readonly SearchValues<char> s_characters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsToken(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(s_characters);

    /// <summary>A text for messages: characters that cannot be seen are shown by their numbers.</summary>
    public static string Shown(string text) => string.Concat(text.Select(c => c is < ' ' or (>= '\u007F' and <= '\u00A0') ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}") : c.ToString()));
}
