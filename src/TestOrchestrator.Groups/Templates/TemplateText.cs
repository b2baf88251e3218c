using System.Text;

namespace TestOrchestrator.Groups.Templates;

/// <summary>
/// Writes text so that the library gives it back byte for byte. Next to braces it takes backslashes away (<c>\\{2}</c> becomes <c>\{2}</c>)
/// and reads more braces than are meant (<c>{{a}}}</c>): such runs become expressions of their own.
/// </summary>
internal static class TemplateText
{
    /// <param name="into">Where to write.</param>
    /// <param name="text">The text as it is to come out.</param>
    /// <param name="tagBefore">Whether the text follows a tag.</param>
    /// <param name="tagAfter">Whether a tag follows the text.</param>
    /// <param name="expression">Makes the expression that stands for a run of backslashes and braces.</param>
    public static void Write(StringBuilder into, string text, bool tagBefore, bool tagAfter, Func<string, string> expression)
    {
        for (int at = 0; at < text.Length;)
        {
            int start = at;
            bool special = IsSpecial(text[at]);
            while (at < text.Length && IsSpecial(text[at]) == special)
            {
                at++;
            }

            string run = text[start..at];
            bool misread = special && IsMisread(run, first: tagBefore && start == 0, last: tagAfter && at == text.Length);
            into.Append(misread ? expression(run) : run);
        }
    }

    private static bool IsSpecial(char c) => c is '\\' or '{' or '}';

    private static bool IsMisread(string run, bool first, bool last) =>
        run.Contains("{{", StringComparison.Ordinal)
        || (run.Contains('\\') && run.Contains('{'))
        || (first && run[0] == '}')
        || (last && (run[^1] is '\\' or '{'));
}
