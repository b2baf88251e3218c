using TestOrchestrator.AppModel.Names;

namespace TestOrchestrator.AppModel.Tests.Names;

[TestClass]
public sealed class EnvironmentVariableNameTests
{
    [TestMethod]
    [DataRow("api", "api")]
    [DataRow("API", "API")]
    [DataRow("shop-api", "shop_api")]
    [DataRow("shop--api", "shop__api")]
    [DataRow("a.b c/d", "a_b_c_d")]
    [DataRow("already_fine", "already_fine")]
    [DataRow("caché", "cach_")]
    [DataRow("1st", "_1st")]
    [DataRow("1-2", "_1_2")]
    [DataRow("-1", "_1")]
    [DataRow("7", "_7")]
    [DataRow("٣", "_")]
    public void Everything_but_ascii_letters_and_digits_becomes_an_underscore_and_a_leading_digit_gets_one(string name, string expected) =>
        Assert.AreEqual(expected, EnvironmentVariableName.Encode(name));

    [TestMethod]
    public void Nothing_has_no_name()
    {
        Assert.ThrowsExactly<ArgumentException>(() => EnvironmentVariableName.Encode(""));
        Assert.ThrowsExactly<ArgumentNullException>(() => EnvironmentVariableName.Encode(null!));
    }
}
