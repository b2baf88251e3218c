using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Tests.JsonPaths;

[TestClass]
public sealed class IRegexpTests
{
    [TestMethod]
    [DataRow("", "", "a")]
    [DataRow("abc", "abc", "ab|abcd|xabc|")]
    [DataRow("a|b|", "a", "ab")]
    [DataRow("a*", "aaa", "ab")]
    [DataRow("a+b?", "aab", "b")]
    [DataRow("(ab){2}", "abab", "ab|ababab")]
    [DataRow("a{2,}", "aaaa", "a")]
    [DataRow("a{1,2}", "aa", "aaa|")]
    [DataRow("a{0}", "", "a")]
    [DataRow("(a*)*b", "aab", "aa")]
    [DataRow("[a-c]", "b", "d|-")]
    [DataRow("[^a-c]", "d", "a|")]
    [DataRow("[-a]", "-", "b")]
    [DataRow("[a-]", "-", "b")]
    [DataRow("[\\p{Lu}0-9_]", "Ä", "ä")]
    [DataRow("\\p{L}\\P{L}", "ж1", "1ж")]
    [DataRow("\\.\\n\\-\\^", ".\n-^", "xn-^")]
    [DataRow("^a$", "a", "^a$|")]
    [DataRow("\\^[$]", "^$", "|a")]
    [DataRow(".", "𝄞", "\n|\r|")]
    [DataRow("[😀-😂]", "😁", "😃")]
    [DataRow("[^a]{2}", "😀😀", "😀")]
    [DataRow("\\p{So}", "😀", "a")]
    public void A_pattern_fits_the_whole_text(string pattern, string fitting, string others)
    {
        IRegexp regexp = IRegexp.TryParse(pattern)!;

        Assert.IsTrue(regexp.IsMatch(fitting, anywhere: false), fitting);
        foreach (string other in others.Split('|'))
        {
            Assert.IsFalse(regexp.IsMatch(other, anywhere: false), other);
        }
    }

    [TestMethod]
    public void A_pattern_is_found_anywhere()
    {
        IRegexp regexp = IRegexp.TryParse("b+c")!;

        Assert.IsTrue(regexp.IsMatch("aabbcc", anywhere: true));
        Assert.IsTrue(regexp.IsMatch("\n\nbc", anywhere: true));
        Assert.IsFalse(regexp.IsMatch("bbabba", anywhere: true));
        Assert.IsTrue(IRegexp.TryParse("^b|c$")!.IsMatch("ac", anywhere: true));
        Assert.IsFalse(IRegexp.TryParse("^b|c$")!.IsMatch("abca", anywhere: true));
        Assert.IsTrue(IRegexp.TryParse("^$")!.IsMatch("", anywhere: true));
    }

    [TestMethod]
    [DataRow("(")]
    [DataRow(")")]
    [DataRow("a**")]
    [DataRow("a*?")]
    [DataRow("*")]
    [DataRow("[]")]
    [DataRow("[^]")]
    [DataRow("[b-a]")]
    [DataRow("[a")]
    [DataRow("a{2,1}")]
    [DataRow("a{")]
    [DataRow("a{x}")]
    [DataRow("\\d")]
    [DataRow("\\b")]
    [DataRow("\\")]
    [DataRow("\\p{Xx}")]
    [DataRow("\\p{IsGreek}")]
    [DataRow("\\p{}")]
    [DataRow("(?:a)")]
    [DataRow("[a&&[b]]")]
    [DataRow("a{10001}")]
    [DataRow("((a{1000}){1000}){1000}")]
    [DataRow("(((){1000}){1000}){1000}")]
    public void What_is_no_I_Regexp_is_none(string pattern) => Assert.IsNull(IRegexp.TryParse(pattern));

    [TestMethod]
    public void Patterns_nested_deep_are_none()
    {
        Assert.IsNotNull(IRegexp.TryParse(new string('(', 60) + new string(')', 60)));
        Assert.IsNull(IRegexp.TryParse(new string('(', 100_000) + new string(')', 100_000)));
    }

    [TestMethod]
    public void No_pattern_takes_exponential_time()
    {
        // By trying one way after the other these take longer than the universe has existed.
        Assert.IsFalse(IRegexp.TryParse("(a*)*b")!.IsMatch(new string('a', 10_000), anywhere: false));
        Assert.IsFalse(IRegexp.TryParse("(a|a)*(a|aa)+b")!.IsMatch(new string('a', 10_000), anywhere: true));
    }
}
