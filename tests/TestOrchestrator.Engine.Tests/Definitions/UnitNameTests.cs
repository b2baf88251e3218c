namespace TestOrchestrator.Engine.Tests.Definitions;

[TestClass]
public sealed class UnitNameTests
{
    [TestMethod]
    [DataRow("a")]
    [DataRow("api")]
    [DataRow("Api")]
    [DataRow("shop-api-2")]
    [DataRow("a2")]
    [DataRow("a-2")]
    [DataRow("a234567890123456789012345678901234567890123456789012345678901234")]
    public void A_name_is_letters_digits_and_single_hyphens(string text)
    {
        UnitName name = UnitName.Parse(text);

        Assert.AreEqual(text, name.ToString());
    }

    [TestMethod]
    [DataRow("", "'' is not the name of a unit: it is empty.")]
    [DataRow("1st", "'1st' is not the name of a unit: it starts with '1', not with a letter.")]
    [DataRow("-api", "'-api' is not the name of a unit: it starts with '-', not with a letter.")]
    [DataRow("ä", "'ä' is not the name of a unit: it starts with 'ä', not with a letter.")]
    [DataRow("api_2", "'api_2' is not the name of a unit: it contains '_'; ASCII letters, digits and '-' are allowed.")]
    [DataRow("my api", "'my api' is not the name of a unit: it contains ' '; ASCII letters, digits and '-' are allowed.")]
    [DataRow("caché", "'caché' is not the name of a unit: it contains 'é'; ASCII letters, digits and '-' are allowed.")]
    [DataRow("api-", "'api-' is not the name of a unit: it ends with '-'.")]
    [DataRow("shop--api", "'shop--api' is not the name of a unit: it contains two hyphens in a row.")]
    [DataRow(
        "a2345678901234567890123456789012345678901234567890123456789012345",
        "'a2345678901234567890123456789012345678901234567890123456789012345' is not the name of a unit: it has 65 characters, the limit is 64.")]
    public void Anything_else_is_not_a_name(string text, string expected)
    {
        FormatException e = Assert.ThrowsExactly<FormatException>(() => UnitName.Parse(text));

        Assert.AreEqual(expected, e.Message);
    }

    [TestMethod]
    public void Nothing_is_not_a_name() =>
        Assert.ThrowsExactly<ArgumentNullException>(() => UnitName.Parse(null!));

    [TestMethod]
    public void Names_are_compared_without_case_and_shown_as_they_were_written()
    {
        UnitName lower = UnitName.Parse("api");
        UnitName upper = UnitName.Parse("API");

        Assert.AreEqual(lower, upper);
        Assert.AreEqual(lower.GetHashCode(), upper.GetHashCode());
        Assert.AreNotEqual(lower, UnitName.Parse("web"));
        Assert.AreEqual("API", upper.ToString());
    }

    [TestMethod]
    public void The_default_is_equal_to_itself_alone()
    {
        UnitName nothing = default;

        Assert.AreEqual(default, nothing);
        Assert.AreNotEqual(UnitName.Parse("api"), nothing);
        Assert.AreEqual(0, nothing.GetHashCode());
        Assert.AreEqual("", nothing.ToString());
    }
}
