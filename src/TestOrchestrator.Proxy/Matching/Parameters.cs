using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>Looks for a name among parameters.</summary>
internal static class Parameters
{
    /// <summary>Whether a parameter of this name is there, with this value where one is given. Of several values any may fit.</summary>
    public static bool Have(ImmutableArray<KeyValuePair<string, string>> parameters, string name, string? value)
    {
        foreach (KeyValuePair<string, string> parameter in parameters)
        {
            if (parameter.Key == name && (value is null || parameter.Value == value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first value of a name; <see langword="null"/> when it is not there.</summary>
    public static string? First(ImmutableArray<KeyValuePair<string, string>> parameters, string name)
    {
        foreach (KeyValuePair<string, string> parameter in parameters)
        {
            if (parameter.Key == name)
            {
                return parameter.Value;
            }
        }

        return null;
    }

    /// <summary>What was expected, for people.</summary>
    public static string Expected(string? value) => value is null ? "any value" : $"'{value}'";

    /// <summary>The values of a name, for people.</summary>
    public static string Seen(IEnumerable<KeyValuePair<string, string>> parameters, string name)
    {
        string[] values = [.. parameters.Where(p => p.Key == name).Select(p => $"'{p.Value}'")];
        return values.Length == 0 ? "nothing" : string.Join(", ", values);
    }
}
