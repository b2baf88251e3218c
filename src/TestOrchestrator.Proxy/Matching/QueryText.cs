using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>Reads the parameters of a query, decoded, in their order.</summary>
internal static class QueryText
{
    public static ImmutableArray<KeyValuePair<string, string>> Parse(string query)
    {
        // ?weight=2&colour=dark+blue&empty=&flag
        string bare = query.StartsWith('?') ? query[1..] : query;
        return bare.Length == 0 ? [] : [.. bare.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(ParseParameter)];
    }

    /// <summary>Undoes the escapes of a name or a value.</summary>
    public static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static KeyValuePair<string, string> ParseParameter(string parameter)
    {
        int equals = parameter.IndexOf('=');
        return equals < 0
            ? new(Decode(parameter), "")
            : new(Decode(parameter[..equals]), Decode(parameter[(equals + 1)..]));
    }
}
