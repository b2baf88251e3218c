using System.Buffers;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>The characters of methods and header names.</summary>
internal static class HttpToken
{
    private static readonly SearchValues<char> s_characters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsToken(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(s_characters);
}
