using System.Text;
using System.Text.RegularExpressions;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>Replaces a text, or what a regular expression fits, wherever it occurs. Immutable.</summary>
internal sealed record TextChange
{
    // Takes a time that is linear in the length of the text, whatever the expression and the text are: who sends the text does not decide
    // how long the proxy is busy.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly string _shown;
    private readonly Regex _searched;
    private readonly string _replacement;

    private TextChange(string shown, Regex searched, string replacement) => (_shown, _searched, _replacement) = (shown, searched, replacement);

    public static TextChange OfText(string text, string replacement)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(replacement);
        return text.Length == 0
            ? throw ModificationErrors.EmptyText()
            : new TextChange($"'{text}'", new Regex(Regex.Escape(text), Options), replacement.Replace("$", "$$", StringComparison.Ordinal));
    }

    public static TextChange OfRegex(string regex, string replacement)
    {
        ArgumentNullException.ThrowIfNull(regex);
        ArgumentNullException.ThrowIfNull(replacement);
        try
        {
            return new TextChange($"/{regex}/", new Regex(regex, Options), replacement);
        }
        catch (Exception invalid) when (invalid is RegexParseException or NotSupportedException)
        {
            throw ModificationErrors.Regex(regex, invalid);
        }
    }

    /// <summary>Makes the change.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">How many characters the result may have.</param>
    /// <returns>
    /// The text with the change, the same one when there was nothing to change; <see langword="null"/> when it would become too long.
    /// </returns>
    public string? Apply(string text, int limit)
    {
        StringBuilder? changed = null;
        int passed = 0;
        for (Match match = _searched.Match(text); match.Success; match = match.NextMatch())
        {
            changed ??= new StringBuilder(text.Length);
            changed.Append(text, passed, match.Index - passed).Append(match.Result(_replacement));
            passed = match.Index + match.Length;
            if (changed.Length > limit)
            {
                return null;
            }
        }

        changed?.Append(text, passed, text.Length - passed);
        return changed is null ? text : changed.Length > limit ? null : changed.ToString();
    }

    public override string ToString() => _shown;
}
