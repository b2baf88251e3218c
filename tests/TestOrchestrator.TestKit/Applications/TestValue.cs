using System.Collections.Immutable;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.TestKit.Applications;

/// <summary>A text that is known when its group runs. A string is one, too. Immutable.</summary>
/// <param name="Resolve">Gets the text, for the unit that it is given to.</param>
/// <param name="References">The units whose endpoints are in it.</param>
public sealed record TestValue(Func<UnitContext, string> Resolve, ImmutableArray<string> References)
{
    public static implicit operator TestValue(string text) => new(_ => text, []);

    /// <summary>Makes a text of others, such as the content of a file.</summary>
    public static TestValue Of(Func<UnitContext, string> resolve, params IEnumerable<TestValue> parts) =>
        new(resolve, [.. parts.SelectMany(p => p.References)]);
}
