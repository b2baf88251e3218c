using System.Collections.Immutable;
using TestOrchestrator.Proxy.Mocks;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>Replaces, adds or removes the lines of a header. Immutable.</summary>
internal sealed record HeaderChange
{
    private HeaderChange(string name) => Name = name;

    public string Name { get; }

    public ImmutableArray<string> Values { get; private init; } = [];

    public bool KeepsOthers { get; private init; }

    public static HeaderChange Put(string name, string[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Length == 0 ? throw ModificationErrors.NoValues($"Header '{name}'", "RemoveHeader") : Checked(name, values);
    }

    public static HeaderChange Add(string name, string value) => Checked(name, value) with { KeepsOthers = true };

    public static HeaderChange Remove(string name) => Checked(name);

    /// <summary>The lines with the change: new ones take the place of the first line of that name, else they come last.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Apply(IEnumerable<KeyValuePair<string, string>> headers, ImmutableArray<HeaderChange> changes)
    {
        List<KeyValuePair<string, string>> lines = [.. headers];
        foreach (HeaderChange change in changes)
        {
            int first = lines.FindIndex(change.IsFor);
            if (!change.KeepsOthers)
            {
                lines.RemoveAll(change.IsFor);
            }

            lines.InsertRange(change.KeepsOthers || first < 0 ? lines.Count : first, change.Values.Select(v => new KeyValuePair<string, string>(change.Name, v)));
        }

        return lines;
    }

    public override string ToString() => $"header '{Name}'";

    private static HeaderChange Checked(string name, params string[] values)
    {
        ArgumentNullException.ThrowIfNull(name);
        HeaderLine.Checked(name, "");
        foreach (string value in values)
        {
            ArgumentNullException.ThrowIfNull(value);
            HeaderLine.Checked(name, value);
        }

        return new HeaderChange(name) { Values = [.. values] };
    }

    private bool IsFor(KeyValuePair<string, string> line) => line.Key.Equals(Name, StringComparison.OrdinalIgnoreCase);
}
