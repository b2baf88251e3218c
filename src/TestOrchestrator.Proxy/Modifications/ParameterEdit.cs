using System.Collections.Immutable;
using System.Text;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>
/// Changes parameters of a query or of a form (application/x-www-form-urlencoded); all others keep their bytes and their order, which
/// signatures may cover.
/// </summary>
internal static class ParameterEdit
{
    /// <summary>Changes the query of a URL; without parameters left it has none.</summary>
    public static string ApplyToQuery(string url, ImmutableArray<ParameterChange> changes)
    {
        // https://example.com/path?query#fragment
        int hash = url.IndexOf('#');
        string fragment = hash < 0 ? "" : url[hash..];
        string bare = hash < 0 ? url : url[..hash];
        int mark = bare.IndexOf('?');
        byte[] query = mark < 0 ? [] : Encoding.UTF8.GetBytes(bare[(mark + 1)..]);
        byte[] changed = Apply(query, changes, Uri.EscapeDataString);
        return query.AsSpan().SequenceEqual(changed)
            ? url
            : $"{(mark < 0 ? bare : bare[..mark])}{(changed.Length == 0 ? "" : $"?{Encoding.UTF8.GetString(changed)}")}{fragment}";
    }

    /// <summary>Changes a form.</summary>
    public static byte[] ApplyToForm(ReadOnlySpan<byte> form, ImmutableArray<ParameterChange> changes) =>
        Apply(form, changes, text => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal));

    private static byte[] Apply(ReadOnlySpan<byte> raw, ImmutableArray<ParameterChange> changes, Func<string, string> escape)
    {
        // Latin-1 stands for bytes: whatever they are, they come out as they went in.
        List<string> parameters = raw.IsEmpty ? [] : [.. Encoding.Latin1.GetString(raw).Split('&')];
        foreach (ParameterChange change in changes)
        {
            int first = parameters.FindIndex(p => NameOf(p) == change.Name);
            parameters.RemoveAll(p => NameOf(p) == change.Name);
            parameters.InsertRange(first < 0 ? parameters.Count : first, change.Values.Select(v => $"{escape(change.Name)}={escape(v)}"));
        }

        return Encoding.Latin1.GetBytes(string.Join('&', parameters));
    }

    // Null for the nothing between two '&', which is no parameter with an empty name.
    private static string? NameOf(string parameter)
    {
        if (parameter.Length == 0)
        {
            return null;
        }

        int equals = parameter.IndexOf('=');
        return QueryText.Decode(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(equals < 0 ? parameter : parameter[..equals])));
    }
}
