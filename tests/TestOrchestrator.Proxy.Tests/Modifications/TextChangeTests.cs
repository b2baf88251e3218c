using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Modifications;

namespace TestOrchestrator.Proxy.Tests.Modifications;

[TestClass]
public sealed class TextChangeTests
{
    [TestMethod]
    [DataRow("a.b a.b axb", "a.b", "c", "c c axb")]
    [DataRow("aaa", "aa", "b", "ba", DisplayName = "from left to right")]
    [DataRow("5 USD", "USD", "$1 $$ ${x}", "5 $1 $$ ${x}", DisplayName = "a dollar is a dollar")]
    [DataRow("A a", "a", "", "A ", DisplayName = "with regard to case, by nothing")]
    [DataRow("stra\u00DFe", "ss", "x", "stra\u00DFe", DisplayName = "no culture")]
    public void A_text_is_replaced_as_it_is(string body, string text, string replacement, string expected) =>
        Assert.AreEqual(expected, Applied(body, null, TextChange.OfText(text, replacement)));

    [TestMethod]
    [DataRow("id=12&id=345", @"id=(\d+)", "n=<$1>", "n=<12>&n=<345>")]
    [DataRow("2026-01-31", @"(?<y>\d{4})-(?<m>\d\d)", "${m}/${y}", "01/2026-31")]
    [DataRow("Tag tAG", "(?i)tag", "$$", "$ $")]
    [DataRow("ab", "^", ">", ">ab")]
    [DataRow("\uFEFFab", "^a", "c", "\uFEFFcb", DisplayName = "behind the mark of the byte order")]
    [DataRow("ab", "x*", "-", "-a-b-")]
    public void What_an_expression_fits_is_replaced(string body, string regex, string replacement, string expected) =>
        Assert.AreEqual(expected, Applied(body, null, TextChange.OfRegex(regex, replacement)));

    [TestMethod]
    [DataRow("text/html; charset=utf-16", "gr\u00FCn")]
    [DataRow("text/html; charset=iso-8859-1", "gr\u00FCn")]
    [DataRow("text/html; charset=windows-1251", "\u0446\u0435\u043D\u0430 gr")]
    [DataRow("text/html; charset=shift_jis", "\u65E5\u672C gr")]
    public void The_charset_that_is_named_is_read_and_written(string type, string body)
    {
        Encoding charset = BodyCharset.Of(type)!;

        ReadOnlyMemory<byte> changed = TextEdit.Apply(charset.GetBytes(body), type, [TextChange.OfText("gr", "kl")], out ModificationProblem? problem);

        Assert.IsNull(problem);
        CollectionAssert.AreEqual(charset.GetBytes(body.Replace("gr", "kl", StringComparison.Ordinal)), changed.ToArray());
    }

    [TestMethod]
    public void Each_change_sees_what_those_before_it_left() =>
        Assert.AreEqual("c", Applied("a", null, TextChange.OfText("a", "b"), TextChange.OfText("b", "c")));

    [TestMethod]
    [DataRow("text/plain; charset=klingon", "61", "its content type is 'text/plain; charset=klingon', and text in that charset cannot be read")]
    [DataRow("text/plain; charset=utf-7", "61", "its content type is 'text/plain; charset=utf-7', and text in that charset cannot be read")]
    [DataRow("text/plain", "61FF", "its body is not text in its charset, utf-8, which is utf-8 unless its content type names another: there are no characters for the bytes FF")]
    [DataRow("text/plain; charset=iso-8859-1", "61", "its charset, iso-8859-1, has nothing for the character U+20AC that was to be put into it")]
    public void What_is_no_text_in_its_charset_is_left_as_it_is_and_said(string type, string hex, string reason)
    {
        byte[] body = Convert.FromHexString(hex);

        ReadOnlyMemory<byte> left = TextEdit.Apply(body, type, [TextChange.OfText("a", "\u20AC")], out ModificationProblem? problem);

        Assert.AreEqual(("TO2683", reason, true), (problem?.Code, problem?.Reason, problem?.IsWhole));
        CollectionAssert.AreEqual(body, left.ToArray());
    }

    [TestMethod]
    [DataRow("a")]
    [DataRow("")]
    [DataRow("a{50}", DisplayName = "few matches of a long text")]
    public void A_text_does_not_grow_without_bounds(string regex)
    {
        byte[] body = Encoding.UTF8.GetBytes(new string('a', 1000));

        TextEdit.Apply(body, null, [TextChange.OfRegex(regex, new string('b', 1024 * 1024))], out ModificationProblem? problem);

        Assert.AreEqual(("TO2314", "its text would become longer than 10 MB, which is the most that is held to be changed"), (problem?.Code, problem?.Reason));
    }

    [TestMethod]
    [DataRow("(a", "'(a' is not a regular expression that can be searched for: Invalid pattern '(a' at offset 2. Not enough )'s. ")]
    [DataRow(@"(a)\1", @"'(a)\1' is not a regular expression that can be searched for: ")]
    [DataRow("a(?=b)", "'a(?=b)' is not a regular expression that can be searched for: ")]
    public void What_cannot_be_searched_for_is_refused_when_it_is_said(string regex, string message)
    {
        ProxyException refused = Assert.ThrowsExactly<ProxyException>(() => TextChange.OfRegex(regex, ""));

        Assert.AreEqual("TO2682", refused.Code);
        Assert.StartsWith($"TO2682: {message}", refused.Message);
        Assert.EndsWith("It is one of .NET without lookarounds, backreferences and atomic groups, which could take any time.", refused.Message);
    }

    [TestMethod]
    public void Nothing_cannot_be_replaced() =>
        Assert.AreEqual("TO2682: The text to be replaced is empty, which is everywhere and nowhere. Give at least one character.", Assert.ThrowsExactly<ProxyException>(() => TextChange.OfText("", "a")).Message);

    private static string Applied(string body, string? type, params TextChange[] changes)
    {
        ReadOnlyMemory<byte> changed = TextEdit.Apply(Encoding.UTF8.GetBytes(body), type, [.. changes], out ModificationProblem? problem);
        Assert.IsNull(problem);
        return Encoding.UTF8.GetString(changed.Span);
    }
}
