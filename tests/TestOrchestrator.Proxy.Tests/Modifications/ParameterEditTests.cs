using System.Text;
using TestOrchestrator.Proxy.Modifications;

namespace TestOrchestrator.Proxy.Tests.Modifications;

[TestClass]
public sealed class ParameterEditTests
{
    [TestMethod]
    [DataRow("https://h/p?b=1&a=2&c=3", "https://h/p?b=1&a=new&c=3")]
    [DataRow("https://h/p?a=1&b=%7e&a=2&sig=A%2fb", "https://h/p?a=new&b=%7e&sig=A%2fb")]
    [DataRow("https://h/p?%61=1", "https://h/p?a=new")]
    [DataRow("https://h/p?a", "https://h/p?a=new")]
    [DataRow("https://h/p?A=1", "https://h/p?A=1&a=new")]
    [DataRow("https://h/p", "https://h/p?a=new")]
    [DataRow("https://h/p?", "https://h/p?a=new")]
    [DataRow("https://h/a=1?b=1&&=2&", "https://h/a=1?b=1&&=2&&a=new")]
    [DataRow("https://h/p?x=[]|&q=a+b%20c", "https://h/p?x=[]|&q=a+b%20c&a=new")]
    [DataRow("https://h/p?b=1#top?a=1", "https://h/p?b=1&a=new#top?a=1")]
    public void A_parameter_is_put_at_the_place_of_its_first_occurrence(string before, string after) =>
        Assert.AreEqual(after, ParameterEdit.ApplyToQuery(before, [ParameterChange.Put("Query", "a", ["new"])]));

    [TestMethod]
    [DataRow("https://h/p?b=1&a=2&c=3&a=4", "https://h/p?b=1&c=3")]
    [DataRow("https://h/p?a=2", "https://h/p")]
    [DataRow("https://h/p?", "https://h/p?")]
    [DataRow("https://h/p?b=%zz&%", "https://h/p?b=%zz&%")]
    public void A_parameter_is_removed_wherever_it_occurs(string before, string after) =>
        Assert.AreEqual(after, ParameterEdit.ApplyToQuery(before, [ParameterChange.Remove("a")]));

    [TestMethod]
    public void Several_values_and_all_characters_can_be_put()
    {
        Assert.AreEqual("/p?x=1&a%20%26=1&a%20%26=%3D%C3%BC%2B", ParameterEdit.ApplyToQuery("/p?x=1&a+%26=0", [ParameterChange.Put("Query", "a &", ["1", "=ü+"])]));
        Assert.AreEqual("x=1&a+%26=1+2&a+%26=%C3%BC", Form("x=1&a%20%26=0", ParameterChange.Put("Form", "a &", ["1 2", "ü"])));
    }

    [TestMethod]
    public void Fields_keep_bytes_that_are_no_text()
    {
        byte[] form = [.. "a=1&b="u8, 0xFF, 0xC3, .. "&ü=2&"u8, 0xFC, .. "=3"u8];
        byte[] changed = ParameterEdit.ApplyToForm(form, [ParameterChange.Put("Form", "ü", ["new"]), ParameterChange.Remove("a")]);

        CollectionAssert.AreEqual((byte[])[.. "b="u8, 0xFF, 0xC3, .. "&%C3%BC=new&"u8, 0xFC, .. "=3"u8], changed);
    }

    [TestMethod]
    public void Changes_are_made_in_their_order()
    {
        Assert.AreEqual("b=2&a=3", Form("a=1", ParameterChange.Put("Form", "b", ["2"]), ParameterChange.Remove("a"), ParameterChange.Put("Form", "a", ["3"])));
        Assert.AreEqual("", Form("a=1", ParameterChange.Remove("a")));
        Assert.AreEqual("a=", Form("", ParameterChange.Put("Form", "a", [""])));
    }

    private static string Form(string form, params ParameterChange[] changes) => Encoding.UTF8.GetString(ParameterEdit.ApplyToForm(Encoding.UTF8.GetBytes(form), [.. changes]));
}
