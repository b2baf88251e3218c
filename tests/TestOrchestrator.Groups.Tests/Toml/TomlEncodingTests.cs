using System.Text;
using TestOrchestrator.Groups.Toml;

namespace TestOrchestrator.Groups.Tests.Toml;

[TestClass]
public sealed class TomlEncodingTests
{
    [TestMethod]
    public void A_byte_order_mark_at_the_beginning_is_skipped() =>
        Assert.AreEqual("{é: '😀'}", TomlText.Of(TomlDocument.Parse([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("\"é\" = '😀'")], "group.toml")));

    [TestMethod]
    [DataRow(new byte[] { 0xE9 }, "1:1", "E9")]
    [DataRow(new byte[] { 0x23, 0xC3, 0xA9, 0x0A, 0x23, 0x20, 0xC3, 0xA9, 0xFF }, "2:4", "FF")]
    [DataRow(new byte[] { 0x23, 0xC3 }, "1:2", "C3")]
    [DataRow(new byte[] { 0x23, 0xED, 0xA0, 0x80 }, "1:2", "ED")]
    [DataRow(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "1:1", "FF")]
    public void Other_encodings_are_refused_with_the_place(byte[] content, string at, string seen)
    {
        EngineException refusal = Assert.ThrowsExactly<EngineException>(() => TomlDocument.Parse(content, "group.toml"));

        Assert.AreEqual($"TO1803: group.toml:{at}: The byte 0x{seen} is not UTF-8 here. A TOML file is UTF-8; save it in that encoding.", refusal.Message);
    }
}
