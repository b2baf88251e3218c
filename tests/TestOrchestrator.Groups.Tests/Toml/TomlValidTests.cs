namespace TestOrchestrator.Groups.Tests.Toml;

/// <summary>Documents that TOML 1.0 allows, section by section, and what they mean.</summary>
[TestClass]
public sealed class TomlValidTests
{
    [TestMethod]
    [DataRow("", "{}")]
    [DataRow("# all of it\r\n\r\n \t# is comment", "{}")]
    [DataRow("key = \"value\"  # after\nother = \"# not one\"", "{key: 'value', other: '# not one'}")]
    [DataRow("a=1\r\nb=2\r\n", "{a: 1, b: 2}")]
    [DataRow("# tab\tand \u0085 and 😀\na=1", "{a: 1}")]
    public void Comments_and_lines(string document, string expected) => Assert.AreEqual(expected, TomlText.Of(document));

    [TestMethod]
    [DataRow("key = 1\nbare_key = 2\nbare-key = 3\n1234 = 4", "{key: 1, bare_key: 2, bare-key: 3, 1234: 4}")]
    [DataRow("\"127.0.0.1\" = 1\n\"ʎǝʞ\" = 2\n'key2' = 3\n'quoted \"value\"' = 4", "{127.0.0.1: 1, ʎǝʞ: 2, key2: 3, quoted \"value\": 4}")]
    [DataRow("\"\" = 1", "{: 1}")]
    [DataRow("physical.color = 1\nphysical.shape = 2\nsite.\"google.com\" = true", "{physical: {color: 1, shape: 2}, site: {google.com: true}}")]
    [DataRow("fruit . flavor = 1\nfruit\t.\t'x' = 2", "{fruit: {flavor: 1, x: 2}}")]
    [DataRow("apple.type = 1\norange.type = 2\napple.skin = 3", "{apple: {type: 1, skin: 3}, orange: {type: 2}}")]
    [DataRow("3.14159 = \"pi\"", "{3: {14159: 'pi'}}")]
    [DataRow("true = 1\ninf = 2\n1979-05-27 = 3", "{true: 1, inf: 2, 1979-05-27: 3}")]
    [DataRow("\"\\u0061\" = 1", "{a: 1}")]
    [DataRow("fruit.apple.smooth = true\nfruit.orange = 2", "{fruit: {apple: {smooth: true}, orange: 2}}")]
    public void Keys(string document, string expected) => Assert.AreEqual(expected, TomlText.Of(document));

    [TestMethod]
    [DataRow("a = \"\\b\\t\\n\\f\\r\\\"\\\\ \\u00E9 \\U0001F600\"", "{a: '\b␉␊\f␍\"\\ é 😀'}")]
    [DataRow("a = \"\"", "{a: ''}")]
    [DataRow("a = \"tab\there\"", "{a: 'tab␉here'}")]
    [DataRow("a = \"\"\"\nRoses\nViolets\"\"\"", "{a: 'Roses␊Violets'}")]
    [DataRow("a = \"\"\"\r\nRoses\r\nViolets\"\"\"", "{a: 'Roses␍␊Violets'}")]
    [DataRow("a = \"\"\"\nThe quick \\\n\n  fox \\  \n\t jumps.\\\n \"\"\"", "{a: 'The quick fox jumps.'}")]
    [DataRow("a = \"\"\"two: \"\". Enough.\"\"\"", "{a: 'two: \"\". Enough.'}")]
    [DataRow("a = \"\"\"three: \"\"\\\".\"\"\"", "{a: 'three: \"\"\".'}")]
    [DataRow("a = \"\"\"\"quoted\"\"\"\"", "{a: '\"quoted\"'}")]
    [DataRow("a = \"\"\"\"\"two\"\"\"\"\"", "{a: '\"\"two\"\"'}")]
    [DataRow("a = \"\"\"\"\"\"", "{a: ''}", DisplayName = "six quotes")]
    [DataRow("a = \"\"\"\"\"\"\"", "{a: '\"'}", DisplayName = "seven quotes")]
    [DataRow("a = 'C:\\Users\\nodejs'", "{a: 'C:\\Users\\nodejs'}")]
    [DataRow("a = '<\\i\\c*\\s*>'\nb = ''", "{a: '<\\i\\c*\\s*>', b: ''}")]
    [DataRow("a = '''I [dw]on't \\d{2}'''", "{a: 'I [dw]on't \\d{2}'}")]
    [DataRow("a = '''\n\nfirst\n  kept\n'''", "{a: '␊first␊  kept␊'}")]
    [DataRow("a = ''''That,' she said.''''", "{a: ''That,' she said.''}")]
    public void Strings(string document, string expected) => Assert.AreEqual(expected, TomlText.Of(document));

    [TestMethod]
    [DataRow("a = [+99, 42, 0, -17, +0, -0]", "{a: [99, 42, 0, -17, 0, 0]}")]
    [DataRow("a = [1_000, 5_349_221, 53_49_221, 1_2_3_4_5]", "{a: [1000, 5349221, 5349221, 12345]}")]
    [DataRow("a = [0xDEADBEEF, 0xdead_beef, 0o01234567, 0o755, 0b11010110, 0x00]", "{a: [3735928559, 3735928559, 342391, 493, 214, 0]}")]
    [DataRow("a = [9223372036854775807, -9223372036854775808, 0x7fffffffffffffff]", "{a: [9223372036854775807, -9223372036854775808, 9223372036854775807]}")]
    [DataRow("a = [+1.0, 3.1415, -0.01, 5e+22, 1e06, -2E-2, 6.626e-34, 224_617.445_991_228, 1e0_1]", "{a: [1f, 3.1415f, -0.01f, 5E+22f, 1000000f, -0.02f, 6.626E-34f, 224617.445991228f, 10f]}")]
    [DataRow("a = [inf, +inf, -inf, nan, +nan, -nan]", "{a: [Infinityf, Infinityf, -Infinityf, NaNf, NaNf, NaNf]}")]
    [DataRow("a = [0.0, -0.0, 0e0]", "{a: [0f, -0f, 0f]}")]
    [DataRow("a = true\nb = false", "{a: true, b: false}")]
    public void Numbers_and_booleans(string document, string expected) => Assert.AreEqual(expected, TomlText.Of(document));

    [TestMethod]
    [DataRow("a = 1979-05-27T07:32:00Z", "{a: OffsetDateTime(1979-05-27T07:32:00Z)}")]
    [DataRow("a = 1979-05-27T00:32:00.999999-07:00", "{a: OffsetDateTime(1979-05-27T00:32:00.999999-07:00)}")]
    [DataRow("a = 1979-05-27 07:32:00z # with a blank", "{a: OffsetDateTime(1979-05-27 07:32:00z)}")]
    [DataRow("a = 1979-05-27t07:32:00", "{a: LocalDateTime(1979-05-27t07:32:00)}")]
    [DataRow("a = 1979-05-27 # only", "{a: LocalDate(1979-05-27)}")]
    [DataRow("a = [1979-05-27 , 07:32:00, 00:32:00.5]", "{a: [LocalDate(1979-05-27), LocalTime(07:32:00), LocalTime(00:32:00.5)]}")]
    [DataRow("a = [2000-02-29, 0000-02-29, 2024-12-31T23:59:60Z]", "{a: [LocalDate(2000-02-29), LocalDate(0000-02-29), OffsetDateTime(2024-12-31T23:59:60Z)]}")]
    public void Dates_and_times(string document, string expected) => Assert.AreEqual(expected, TomlText.Of(document));

    [TestMethod]
    [DataRow("a = [ ]", "{a: []}")]
    [DataRow("a = [ [ 1, 2 ], [\"a\", 'b', \"\"\"c\"\"\"] ]", "{a: [[1, 2], ['a', 'b', 'c']]}")]
    [DataRow("a = [ 0.1, 1, \"x\", { b = 1 } ]", "{a: [0.1f, 1, 'x', {b: 1}]}")]
    [DataRow("a = [\n  1, # one\n  # nothing\n\n  2, \r\n]", "{a: [1, 2]}")]
    [DataRow("a = [\n1\n,\n2\n]", "{a: [1, 2]}")]
    [DataRow("a = { }\nb = {first = \"T\", last.name = 'P'}", "{a: {}, b: {first: 'T', last: {name: 'P'}}}")]
    [DataRow("a = { b = [\n1,\n2,\n], c = \"\"\"\nx\ny\"\"\" }", "{a: {b: [1, 2], c: 'x␊y'}}")]
    [DataRow("a = { b.x = 1, b.y = 2 }", "{a: {b: {x: 1, y: 2}}}")]
    public void Arrays_and_inline_tables(string document, string expected) => Assert.AreEqual(expected, TomlText.Of(document));

    [TestMethod]
    [DataRow("[table]", "{table: {}}")]
    [DataRow("[ a . b . 'c.d' ] # blanks\nx=1", "{a: {b: {c.d: {x: 1}}}}")]
    [DataRow("[x.y.z.w]\n[x]\na=1", "{x: {y: {z: {w: {}}}, a: 1}}")]
    [DataRow("[fruit.apple]\n[animal]\n[fruit.orange]", "{fruit: {apple: {}, orange: {}}, animal: {}}")]
    [DataRow("top=1\n[breed]\nname='a'", "{top: 1, breed: {name: 'a'}}")]
    [DataRow("[fruit]\napple.color = 1\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true", "{fruit: {apple: {color: 1, taste: {sweet: true}, texture: {smooth: true}}}}")]
    [DataRow("a.b = 1\n[a.c]\nd = 2", "{a: {b: 1, c: {d: 2}}}")]
    [DataRow("[[p]]\nname=1\n[[p]]\n[[p]]\nname=3", "{p: [{name: 1}, {}, {name: 3}]}")]
    [DataRow("[[f]]\n[f.physical]\nx=1\n[[f.v]]\nn=1\n[[f.v]]\nn=2\n[[f]]\n[[f.v]]\nn=3", "{f: [{physical: {x: 1}, v: [{n: 1}, {n: 2}]}, {v: [{n: 3}]}]}")]
    [DataRow("[a.b]\nx=1\n[[a.c]]\n[a]\ny=2", "{a: {b: {x: 1}, c: [{}], y: 2}}")]
    public void Tables(string document, string expected) => Assert.AreEqual(expected, TomlText.Of(document));
}
