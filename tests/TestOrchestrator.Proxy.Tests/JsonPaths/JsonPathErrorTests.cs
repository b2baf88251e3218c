using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Tests.JsonPaths;

[TestClass]
public sealed class JsonPathErrorTests
{
    [TestMethod]
    [DataRow("", "TO2220: '' is not a JSONPath: at character 1 there is the end; a JSONPath begins with '$', the document.")]
    [DataRow("price", "TO2220: 'price' is not a JSONPath: at character 1 there is 'p'; a JSONPath begins with '$', the document.")]
    [DataRow("$.a b", "TO2220: '$.a b' is not a JSONPath: at character 4 there is ' '; the path has ended; '.', '..' or '[' would go on.")]
    [DataRow("$.", "TO2220: '$.' is not a JSONPath: at character 3 there is the end; a name or '*' is expected after a dot; names with other characters are written as ['…'].")]
    [DataRow("$[", "TO2220: '$[' is not a JSONPath: at character 3 there is the end; a selector is expected: a name in quotes, an index, a slice such as 1:3, '*', or '?' and a filter.")]
    [DataRow("$[a]", "TO2220: '$[a]' is not a JSONPath: at character 3 there is 'a'; a selector is expected: a name in quotes, an index, a slice such as 1:3, '*', or '?' and a filter.")]
    [DataRow("$[1", "TO2220: '$[1' is not a JSONPath: at character 4 there is the end; ',' and another selector, or ']', is expected.")]
    [DataRow("$[01]", "TO2220: '$[01]' is not a JSONPath: at character 3 there is '01'; an index is written without leading zeros, and zero without a sign.")]
    [DataRow("$[9007199254740992]", "TO2220: '$[9007199254740992]' is not a JSONPath: at character 3 there is '9007199254740992'; integers from -9007199254740991 to 9007199254740991 are allowed.")]
    [DataRow("$['a", "TO2220: '$['a' is not a JSONPath: at character 5 there is the end; the text is not closed by '.")]
    [DataRow("$['\\ud800']", "TO2220: '$['\\ud800']' is not a JSONPath: at character 10 there is half of a surrogate pair; characters beyond U+FFFF are written as themselves, or as two \\uXXXX, the high half first.")]
    [DataRow("$[?@.a = 1]", "TO2220: '$[?@.a = 1]' is not a JSONPath: at character 8 there is '='; ',' and another selector, or ']', is expected.")]
    [DataRow("$[?b]", "TO2220: '$[?b]' is not a JSONPath: at character 4 there is 'b'; '@', '$', a literal, a function, '(' or '!' is expected.")]
    [DataRow("$[?1]", "TO2221: '$[?1]' is not a JSONPath: at character 4 the literal 1 stands alone; it is a value, which is to be compared by ==, !=, <, <=, > or >=.")]
    [DataRow("$[?@.* == 1]", "TO2221: '$[?@.* == 1]' is not a JSONPath: at character 4 the path '@.*' is compared; literals, paths of names and indexes only, and the functions length, count and value can be.")]
    [DataRow("$[?len(@)]", "TO2221: '$[?len(@)]' is not a JSONPath: at character 4 there is no function 'len'; known are length, count, match, search and value.")]
    [DataRow("$[?length() == 1]", "TO2221: '$[?length() == 1]' is not a JSONPath: at character 4 length is given 0 arguments; it takes 1: a value.")]
    [DataRow("$[?count('a') == 1]", "TO2221: '$[?count('a') == 1]' is not a JSONPath: at character 10 count is given the literal 'a'; it takes a path.")]
    public void A_refusal_says_where_and_what_would_be_right(string path, string message) =>
        Assert.AreEqual(message, Assert.ThrowsExactly<ProxyException>(() => JsonPath.Parse(path)).Message);

    [TestMethod]
    [DataRow("(", ")")]
    [DataRow("@[?", "]")]
    [DataRow("length(", ")")]
    [DataRow("!(", ")")]
    public void What_is_nested_too_deep_is_refused(string open, string close)
    {
        string path = $"$[?{string.Concat(Enumerable.Repeat(open, 10_000))}@{string.Concat(Enumerable.Repeat(close, 10_000))}]";

        Assert.Contains("nested at most 64 deep", Assert.ThrowsExactly<ProxyException>(() => JsonPath.Parse(path)).Message);
    }
}
