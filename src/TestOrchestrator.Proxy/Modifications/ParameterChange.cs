using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>Replaces a parameter of a query or form by one or several of its name, or removes it. Immutable.</summary>
internal sealed record ParameterChange
{
    private ParameterChange(string name, ImmutableArray<string> values) => (Name, Values) = (name, values);

    public string Name { get; }

    /// <summary>Gets the new values; empty to remove it.</summary>
    public ImmutableArray<string> Values { get; }

    public static ParameterChange Put(string kind, string name, string[] values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        foreach (string value in values)
        {
            ArgumentNullException.ThrowIfNull(value);
        }

        return values.Length == 0 ? throw ModificationErrors.NoValues($"{kind} parameter '{name}'", $"Remove{kind}") : new ParameterChange(name, [.. values]);
    }

    public static ParameterChange Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new ParameterChange(name, []);
    }

    public override string ToString() => $"'{Name}'";
}
