using System.Text;
using TestOrchestrator.Postgres.Gateway;

namespace TestOrchestrator.Postgres.Tests.Gateway;

[TestClass]
public sealed class BackendMessagesTests
{
    [TestMethod]
    public void A_password_is_asked_for_in_clear() =>
        CollectionAssert.AreEqual(new byte[] { (byte)'R', 0, 0, 0, 8, 0, 0, 0, 3 }, BackendMessages.AskPassword);

    [TestMethod]
    public void An_error_is_fatal_and_has_a_state_and_a_text() => CollectionAssert.AreEqual(
        PacketBytes.Typed('E', PacketBytes.Texts("SFATAL", "VFATAL", "C3D000", "Mdatabase \"größe\" does not exist", "")),
        BackendMessages.Fatal("3D000", "database \"größe\" does not exist"));

    [TestMethod]
    [DataRow("pässword\0", "pässword")]
    [DataRow("\0", "")]
    [DataRow("", "")]
    [DataRow("without end", "without end")]
    [DataRow("in\0side\0", "in\0side")]
    public void A_password_ends_before_its_zero(string body, string password) =>
        Assert.AreEqual(password, BackendMessages.Password(Encoding.UTF8.GetBytes(body)));
}
