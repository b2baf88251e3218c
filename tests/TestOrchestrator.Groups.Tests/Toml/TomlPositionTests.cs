using TestOrchestrator.Groups.Toml;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Tests.Toml;

[TestClass]
public sealed class TomlPositionTests
{
    [TestMethod]
    public void Every_key_and_value_knows_where_it_is()
    {
        const string Document = "# é😀\r\n  a.\"b c\" = '😀' # x\r\n[t]\nlist = [1, '😀', [true,\n  2.5], { x = 07:32:00 }]\n[[u.v]]\n[[u.v]]\nlast=\"\"\"\n\n\"\"\"";

        Assert.AreEqual(
            "a@2:3 table@2:3; a.b c@2:5 string@2:13; t@3:2 table@3:1; t.list@4:1 array@4:8; t.list[0] integer@4:9; t.list[1] string@4:12; t.list[2] array@4:17; "
            + "t.list[2][0] boolean@4:18; t.list[2][1] float@5:3; t.list[3] table@5:9; t.list[3].x@5:11 time of day@5:15; "
            + "u@6:3 table@6:3; u.v@6:5 array@6:1; u.v[0] table@6:1; u.v[1] table@7:1; u.v[1].last@8:1 string@8:6",
            string.Join("; ", Places("", TomlDocument.Parse(Document, "group.toml"))));
    }

    private static IEnumerable<string> Places(string path, TomlValue value) => value switch
    {
        TomlTable table => table.Entries.SelectMany(entry =>
        {
            string name = path.Length == 0 ? entry.Key.Name : $"{path}.{entry.Key.Name}";
            return Places(name, entry.Value).Prepend(Place($"{name}@{entry.Key.Position}", entry.Value));
        }),
        TomlArray array => array.Items.SelectMany((item, index) => Places($"{path}[{index}]", item).Prepend(Place($"{path}[{index}]", item))),
        _ => [],
    };

    private static string Place(string name, TomlValue value) => $"{name} {value.Kind[(value.Kind.IndexOf(' ') + 1)..]}@{value.Position}";
}
