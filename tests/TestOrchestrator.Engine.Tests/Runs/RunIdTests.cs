namespace TestOrchestrator.Engine.Tests.Runs;

[TestClass]
public sealed class RunIdTests
{
    [TestMethod]
    public void An_id_is_the_time_and_four_characters_and_can_be_read_again()
    {
        RunId id = RunId.New(new ManualTimeProvider(new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero)));

        bool isRead = RunId.TryParse(id.ToString(), out RunId read);

        Assert.AreEqual("20310203-040506-", id.ToString()[..16]);
        Assert.AreEqual(20, id.ToString().Length);
        Assert.IsTrue(isRead);
        Assert.AreEqual(id, read);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("20310203-040506")]
    [DataRow("20310203-040506-abc")]
    [DataRow("20310203-040506-abcde")]
    [DataRow("20310203-040506-abc1")]
    [DataRow("20310203-040506-ABCD")]
    [DataRow("20311303-040506-abcd")]
    [DataRow("20310203 040506-abcd")]
    [DataRow("20310203-040506_abcd")]
    [DataRow("../../../../../../..")]
    public void Nothing_else_is_an_id(string text) => Assert.IsFalse(RunId.TryParse(text, out _));

    [TestMethod]
    public void No_id_is_an_empty_text() => Assert.AreEqual("", default(RunId).ToString());
}
