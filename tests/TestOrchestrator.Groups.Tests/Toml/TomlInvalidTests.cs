namespace TestOrchestrator.Groups.Tests.Toml;

/// <summary>Documents that TOML 1.0 forbids: where they are wrong, and what the message says.</summary>
[TestClass]
public sealed class TomlInvalidTests
{
    [TestMethod]
    [DataRow("a = 1 b = 2", "1:7", "Saw 'b' after a value. One line holds one of them; begin a new line, or a comment with '#'.")]
    [DataRow("[a] b = 2", "1:5", "Saw 'b' after a header. One line holds one of them; begin a new line, or a comment with '#'.")]
    [DataRow("a = 1\rb = 2", "1:6", "Saw U+000D after a value. One line holds one of them; begin a new line, or a comment with '#'.")]
    [DataRow("# \u0001", "1:3", "Saw U+0001 in a comment. Control characters except tab are not allowed in TOML; write an escape such as \\u0001 in a basic string.")]
    [DataRow("a = 1\n# x\ry", "2:4", "Saw U+000D in a comment. Control characters except tab are not allowed in TOML; write an escape such as \\u000D in a basic string.")]
    [DataRow("\u007F", "1:1", "Expected a key and saw U+007F. A key is of letters, digits, '_' and '-', or stands in quotes.")]
    [DataRow("a = 1\0", "1:6", "Saw U+0000 after a value. One line holds one of them; begin a new line, or a comment with '#'.")]
    [DataRow("a = 1\n\uFEFFb = 2", "2:1", "Expected a key and saw U+FEFF. A key is of letters, digits, '_' and '-', or stands in quotes.")]
    public void Lines(string document, string at, string problem) => Assert.AreEqual($"TO1801: group.toml:{at}: {problem}", TomlText.Refusal(document));

    [TestMethod]
    [DataRow("= 1", "1:1", "Expected a key and saw '='. A key is of letters, digits, '_' and '-', or stands in quotes.")]
    [DataRow("key", "1:4", "Expected '=' after the key 'key' and saw the end of the file.")]
    [DataRow("key\n= 1", "1:4", "Expected '=' after the key 'key' and saw the end of the line.")]
    [DataRow("a b = 1", "1:3", "Expected '=' after the key 'a' and saw 'b'.")]
    [DataRow("a..b = 1", "1:3", "Expected a key and saw '.'. A key is of letters, digits, '_' and '-', or stands in quotes.")]
    [DataRow("a. = 1", "1:4", "Expected a key and saw '='. A key is of letters, digits, '_' and '-', or stands in quotes.")]
    [DataRow("ä = 1", "1:1", "Expected a key and saw 'ä'. A key is of letters, digits, '_' and '-', or stands in quotes.")]
    [DataRow("\"\"\"a\"\"\" = 1", "1:1", "A key cannot be a multi-line string. Put it into single quotes or one pair of double quotes.")]
    [DataRow("[]", "1:2", "Expected a key and saw ']'. A key is of letters, digits, '_' and '-', or stands in quotes.")]
    [DataRow("[a", "1:3", "Expected ']' at the end of the header and saw the end of the file.")]
    [DataRow("[[a]", "1:4", "Expected ']]' at the end of the header and saw ']'.")]
    [DataRow("[ [a]]", "1:3", "Expected a key and saw '['. A key is of letters, digits, '_' and '-', or stands in quotes.")]
    [DataRow("[a]]", "1:4", "Saw ']' after a header. One line holds one of them; begin a new line, or a comment with '#'.")]
    public void Keys_and_headers(string document, string at, string problem) => Assert.AreEqual($"TO1801: group.toml:{at}: {problem}", TomlText.Refusal(document));

    [TestMethod]
    [DataRow("a =", "1:4", "Expected a value and saw the end of the file. A string stands in quotes.")]
    [DataRow("a = # none", "1:5", "Expected a value and saw '#'. A string stands in quotes.")]
    [DataRow("a = hello", "1:5", "'hello' is not a value. A string stands in quotes: \"hello\".")]
    [DataRow("a = True", "1:5", "'True' is not a value. Write true in lower case.")]
    [DataRow("a = 042", "1:5", "'042' is not a number: it begins with a zero. Leave the zero out, or write 0o before octal digits.")]
    [DataRow("a = -01.5", "1:5", "'-01.5' is not a number: it begins with a zero. Leave the zero out, or write 0o before octal digits.")]
    [DataRow("a = 1__0", "1:5", "'1__0' is not a number: an underscore stands between two digits.")]
    [DataRow("a = .7", "1:5", "'.7' is not a number: digits stand on both sides of the point.")]
    [DataRow("a = 7.", "1:5", "'7.' is not a number: digits stand on both sides of the point.")]
    [DataRow("a = 1._5", "1:5", "'1._5' is not a number: digits stand on both sides of the point.")]
    [DataRow("a = 3.e+20", "1:5", "'3.e+20' is neither a number nor a date or time of RFC 3339, such as 1979-05-27T07:32:00Z. A string stands in quotes.")]
    [DataRow("a = 9223372036854775808", "1:5", "'9223372036854775808' does not fit into 64 bits. An integer is -9223372036854775808 to 9223372036854775807.")]
    [DataRow("a = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "1:5", "'0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF' does not fit into 64 bits. An integer is -9223372036854775808 to 9223372036854775807.")]
    public void Scalars(string document, string at, string problem) => Assert.AreEqual($"TO1801: group.toml:{at}: {problem}", TomlText.Refusal(document));

    [TestMethod]
    [DataRow("a = 2023-02-29", "'2023-02-29' is not a date or time: that month has no day 29.")]
    [DataRow("a = 2023-13-01", "'2023-13-01' is not a date or time: there is no month 13.")]
    [DataRow("a = 24:00:00", "'24:00:00' is not a date or time: there is no hour 24.")]
    [DataRow("a = 00:60:00", "'00:60:00' is not a date or time: there is no minute 60.")]
    [DataRow("a = 00:00:61", "'00:00:61' is not a date or time: there is no second 61.")]
    [DataRow("a = 2023-01-01T00:00:00+24:00", "'2023-01-01T00:00:00+24:00' is not a date or time: the offset is 23:59 at most.")]
    [DataRow("a = 00:00:00Z", "'00:00:00Z' is not a date or time: only a date with a time has an offset.")]
    [DataRow("a = 2023-01-01T", "'2023-01-01T' is not a date or time: a 'T' stands between date and time, and nowhere else.")]
    public void Dates_and_times(string document, string problem) => Assert.AreEqual($"TO1801: group.toml:1:5: {problem}", TomlText.Refusal(document));

    [TestMethod]
    [DataRow("a = \"x", "1:7", "The string that begins at 1:5 is not closed: expected \" and saw the end of the file. A string over several lines has three quotes on either side.")]
    [DataRow("a = 'x\n'", "1:7", "The string that begins at 1:5 is not closed: expected ' and saw the end of the line. A string over several lines has three quotes on either side.")]
    [DataRow("a = '''x\ny", "2:2", "The string that begins at 1:5 is not closed: expected ''' and saw the end of the file.")]
    [DataRow("a = \"\"\"\"\"\"\"\"\"", "1:13", "Saw '\"' after a value. One line holds one of them; begin a new line, or a comment with '#'.", DisplayName = "nine quotes")]
    [DataRow("a = \"\"\"\\\"\"\"", "1:12", "The string that begins at 1:5 is not closed: expected \"\"\" and saw the end of the file.", DisplayName = "an escaped quote")]
    [DataRow("a = \"\\d\"", "1:6", "Saw 'd' after '\\'. The escapes are \\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX \\UXXXXXXXX; a string in single quotes has none, which suits paths and patterns.")]
    [DataRow("a = \"😀\\uD800\"", "1:7", "'\\uD800' is not a character. \\u takes 4 hexadecimal digits of a Unicode character, which D800 to DFFF are not.")]
    [DataRow("a = \"\\u12\"", "1:6", "'\\u12' is not a character. \\u takes 4 hexadecimal digits of a Unicode character, which D800 to DFFF are not.")]
    [DataRow("a = \"\\U00110000\"", "1:6", "'\\U00110000' is not a character. \\U takes 8 hexadecimal digits of a Unicode character, which D800 to DFFF are not.")]
    [DataRow("a = \"\u001F\"", "1:6", "Saw U+001F in a string. Control characters except tab are not allowed in TOML; write an escape such as \\u001F in a basic string.")]
    [DataRow("a = '\u007F'", "1:6", "Saw U+007F in a string. Control characters except tab are not allowed in TOML; write an escape such as \\u007F in a basic string.")]
    [DataRow("a = '''x\ry'''", "1:9", "Saw U+000D in a string. Control characters except tab are not allowed in TOML; write an escape such as \\u000D in a basic string.")]
    public void Strings(string document, string at, string problem) => Assert.AreEqual($"TO1801: group.toml:{at}: {problem}", TomlText.Refusal(document));

    [TestMethod]
    public void Half_a_surrogate_pair() => Assert.AreEqual(
        "TO1801: group.toml:1:6: Saw the half character U+D800 in a string. Control characters except tab are not allowed in TOML; write an escape such as \\uD800 in a basic string.",
        TomlText.Refusal("a = '\uD800'"));

    [TestMethod]
    [DataRow("a = [1", "1:7", "Expected ',' or ']' in the array that begins at 1:5 and saw the end of the file.")]
    [DataRow("a = [1 2]", "1:8", "Expected ',' or ']' in the array that begins at 1:5 and saw '2'.")]
    [DataRow("a = [\n  1,\n  ,]", "3:3", "Expected a value and saw ','. A string stands in quotes.")]
    [DataRow("a = {b = 1,}", "1:12", "Expected a key after ',' and saw '}'. The last entry of an inline table has no comma after it.")]
    [DataRow("a = {b = 1\n}", "1:11", "Expected ',' or '}' in the inline table that begins at 1:5 and saw the end of the line. An inline table stands in one line.")]
    [DataRow("a = {\nb = 1}", "1:6", "Expected a key and saw the end of the line. A key is of letters, digits, '_' and '-', or stands in quotes.")]
    [DataRow("a = {b = 1 c = 2}", "1:12", "Expected ',' or '}' in the inline table that begins at 1:5 and saw 'c'. An inline table stands in one line.")]
    public void Arrays_and_inline_tables(string document, string at, string problem) => Assert.AreEqual($"TO1801: group.toml:{at}: {problem}", TomlText.Refusal(document));

    [TestMethod]
    [DataRow("a = 1\na = 2", "2:1", "'a' is defined already at 1:1. A key is defined once.")]
    [DataRow("a = 1\n\"a\" = 2", "2:1", "'a' is defined already at 1:1. A key is defined once.")]
    [DataRow("f.apple = 1\nf.apple.smooth = true", "2:3", "'apple' is an integer since 1:3, and only a table has keys.")]
    [DataRow("[f]\n[f]", "2:2", "'f' is defined already at 1:2. A key is defined once.")]
    [DataRow("[f]\napple = 1\n[f.apple]", "3:4", "'apple' is defined already at 2:1. A key is defined once.")]
    [DataRow("[f]\napple.color = 1\n[f.apple]", "3:4", "'apple' is defined already at 2:1. A key is defined once.")]
    [DataRow("[f]\napple.taste.sweet = 1\n[f.apple.taste]", "3:10", "'taste' is defined already at 2:7. A key is defined once.")]
    [DataRow("[a.b.c]\nz = 9\n[a]\nb.c.t = 1", "4:1", "'b' is a table with a header since 1:4. Add to it below its header, not by dotted keys.")]
    [DataRow("[product]\ntype = { name = 'Nail' }\ntype.edible = false", "3:1", "'type' is an inline table since 2:1, which has all its keys. Add to it between its braces.")]
    [DataRow("[product]\ntype.name = 'Nail'\ntype = { edible = false }", "3:1", "'type' is defined already at 2:1. A key is defined once.")]
    [DataRow("a = { b = 1 }\n[a.c]", "2:2", "'a' is an inline table since 1:1, which has all its keys. Add to it between its braces.")]
    [DataRow("a = { b = 1, b = 2 }", "1:14", "'b' is defined already at 1:7. A key is defined once.")]
    [DataRow("a = { b = { x = 1 }, b.y = 2 }", "1:22", "'b' is an inline table since 1:7, which has all its keys. Add to it between its braces.")]
    [DataRow("[fruit.physical]\n[[fruit]]", "2:3", "'fruit' is defined already at 1:2. A key is defined once.")]
    [DataRow("fruits = []\n[[fruits]]", "2:3", "'fruits' is an array with all its elements since 1:1. Tables can be added only to an array that [[...]] began.")]
    [DataRow("[[f]]\n[[f.v]]\n[f.v]", "3:4", "'v' is an array of tables since 2:1. Add an element with [[...]].")]
    [DataRow("[[f]]\n[f.p]\n[[f.p]]", "3:5", "'p' is defined already at 2:4. A key is defined once.")]
    [DataRow("a = [{ b = 1 }]\n[a.c]", "2:2", "'a' is an array since 1:1, and only a table has keys.")]
    public void Definitions_twice(string document, string at, string problem) => Assert.AreEqual($"TO1802: group.toml:{at}: {problem}", TomlText.Refusal(document));
}
