using System.Text.RegularExpressions;
using TestOrchestrator.Groups.Templates;

namespace TestOrchestrator.Groups.Tests.Templates;

[TestClass]
public sealed partial class TemplateRandomTests
{
    private static readonly string[] s_pieces =
        ["{{", "}}", "{", "}", "\\", "~", "a", " ", "\n", "\r\n", ".", "this", "@index", "{{a}}", "{{#if a}}", "{{/if}}", "{{#each l}}", "{{/each}}", "{{else}}", "{{!", "--", "|x|", " as ", "[", "]", "{{{", "(", "\"", "$"];

    private static readonly string[] s_text = ["{", "}", "\\", "x", " ", "\n", "\r\n", "~", "!", "$", "é", "😀"];

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Any_template_is_rendered_or_refused_with_a_place(int seed)
    {
        Random random = new(seed);
        Dictionary<string, object?> values = new() { ["a"] = "A", ["l"] = new[] { "1", "2" } };
        for (int i = 0; i < 1500; i++)
        {
            string template = Some(random, s_pieces, 12);
            try
            {
                Template.Compile(template, "a.tmpl").Render(values);
            }
            catch (EngineException refusal)
            {
                Assert.MatchesRegex(@"^TO181[123]: a\.tmpl:[0-9]+:[0-9]+: ", refusal.Message, template);
            }
        }
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(4)]
    public void Text_around_expressions_comes_out_byte_for_byte(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 400; i++)
        {
            // Three opening braces in a row would be another expression.
            string before = Some(random, s_text, 12).TrimEnd('{');
            string after = Some(random, s_text, 12);
            string template = $"{Escaped(before)}{{{{ a }}}}{Escaped(after + "x")}";

            Assert.AreEqual($"{before}\\{{{{{after}x", Template.Compile(template, "a.tmpl").Render(new Dictionary<string, object?> { ["a"] = "\\{{" }), template);
        }
    }

    // What an author writes for a text that an expression follows: backslashes before braces twice, and one more before two braces that are text.
    private static string Escaped(string text) =>
        BackslashesBeforeBraces().Replace(text, match => match.Groups[1].Value + match.Groups[1].Value + (match.Groups[2].Length > 0 ? @"\{{" : ""));

    [GeneratedRegex(@"(\\*)(\{\{|\z)")]
    private static partial Regex BackslashesBeforeBraces();

    private static string Some(Random random, string[] pieces, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => pieces[random.Next(pieces.Length)]));
}
