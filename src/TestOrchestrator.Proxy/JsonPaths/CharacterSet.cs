using System.Collections.Immutable;
using System.Text;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>Characters that one place of a pattern stands for. Immutable.</summary>
internal sealed record CharacterSet
{
    private static readonly string[] s_categories =
        ["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn"];

    public static CharacterSet AnyButLineEnds { get; } = new() { Ranges = [('\n', '\n'), ('\r', '\r')], IsNegated = true };

    public ImmutableArray<(int First, int Last)> Ranges { get; init; } = [];

    /// <summary>Gets general categories, such as <c>L</c> or <c>Lu</c>, and whether all others are meant.</summary>
    public ImmutableArray<(string Name, bool IsNegated)> Categories { get; init; } = [];

    public bool IsNegated { get; init; }

    public static CharacterSet Of(int character) => new() { Ranges = [(character, character)] };

    /// <summary>Whether there is a general category, or a group of them, of this name.</summary>
    public static bool IsCategory(string name) => name.Length is 1 or 2 && name != "Cs" && s_categories.Any(c => c.StartsWith(name, StringComparison.Ordinal));

    public bool Contains(Rune rune)
    {
        foreach ((int first, int last) in Ranges)
        {
            if (rune.Value >= first && rune.Value <= last)
            {
                return !IsNegated;
            }
        }

        foreach ((string name, bool isNegated) in Categories)
        {
            if (CategoryOf(rune).StartsWith(name, StringComparison.Ordinal) != isNegated)
            {
                return !IsNegated;
            }
        }

        return IsNegated;
    }

    private static string CategoryOf(Rune rune) => s_categories[(int)Rune.GetUnicodeCategory(rune)];
}
