using TestOrchestrator.Proxy.Modifications;

namespace TestOrchestrator.Proxy.Tests.Modifications;

[TestClass]
public sealed class ModificationTests
{
    [TestMethod]
    public void Headers_are_replaced_added_and_removed_without_regard_to_case()
    {
        RequestModification modification = new RequestModification().Header("x-a", "1", "2").AddHeader("X-B", "new").RemoveHeader("X-C").Header("X-D", "last").RemoveHeader("X-None");

        IEnumerable<KeyValuePair<string, string>> changed = HeaderChange.Apply(
            [new("Host", "h"), new("X-A", "a"), new("X-B", "b"), new("X-A", "aa"), new("x-c", "c"), new("X-Z", "z")], modification.HeaderChanges);

        Assert.AreEqual("Host: h; x-a: 1; x-a: 2; X-B: b; X-Z: z; X-B: new; X-D: last", string.Join("; ", changed.Select(h => $"{h.Key}: {h.Value}")));
    }

    [TestMethod]
    [DataRow("Content-Length", "TO2203")]
    [DataRow("transfer-encoding", "TO2203")]
    [DataRow("Connection", "TO2203")]
    [DataRow("Upgrade", "TO2203")]
    [DataRow("Keep-Alive", "TO2203")]
    [DataRow("a b", "TO2201")]
    [DataRow("", "TO2201")]
    public void Headers_that_carry_the_message_are_refused(string name, string code)
    {
        Func<object>[] said =
        [
            () => new RequestModification().Header(name, "x"),
            () => new RequestModification().AddHeader(name, "x"),
            () => new RequestModification().RemoveHeader(name),
            () => new ResponseModification().Header(name, "x"),
            () => new ResponseModification().AddHeader(name, "x"),
            () => new ResponseModification().RemoveHeader(name),
        ];
        foreach (Func<object> say in said)
        {
            Assert.AreEqual(code, Assert.ThrowsExactly<ProxyException>(say).Code);
        }
    }

    [TestMethod]
    public void What_cannot_be_meant_is_refused_when_it_is_said()
    {
        RequestModification request = new();
        ResponseModification response = new();

        AssertRefused("TO2202: The value of header 'X' contains the character U+000A; printable characters of Latin-1, blanks and tabs are allowed, so that no value can end its line.", () => request.Header("X", "a\nB: c"));
        AssertRefused("TO2222: Header 'X' was given no value. Give one or several, or say RemoveHeader.", () => response.Header("X"));
        AssertRefused("TO2222: Query parameter 'x' was given no value. Give one or several, or say RemoveQuery.", () => request.Query("x"));
        AssertRefused("TO2222: Form parameter 'x' was given no value. Give one or several, or say RemoveForm.", () => request.Form("x"));
        AssertRefused("TO2223: RemoveJson was given '$', the document, which cannot be removed from itself. Name a part of it, or replace it by Json(\"$\", value).", () => response.RemoveJson("$"));
        AssertRefused("TO2224: A request body is a form or JSON, and both were to be changed. Change one of them, or use two mocks with patterns that tell the requests apart.", () => request.Form("a", "1").Json("$.a", 1));
        AssertRefused("TO2224: A request body is a form or JSON, and both were to be changed. Change one of them, or use two mocks with patterns that tell the requests apart.", () => request.RemoveJsonMember("a").RemoveForm("a"));
        AssertRefused("TO2225: A request has exactly one header 'Host' with a host, and a port where it is not the usual one: 'a', 'b' is not.", () => request.Header("host", "a", "b"));
        AssertRefused("TO2225: A request has exactly one header 'Host' with a host, and a port where it is not the usual one: a second one was to be added; Header replaces it.", () => request.AddHeader("Host", "a"));
        AssertRefused("TO2225: A request has exactly one header 'Host' with a host, and a port where it is not the usual one: it was to be removed.", () => request.RemoveHeader("Host"));
        AssertRefused("TO2204: 101 is not a status that a response can have; 200 to 999 are, but not 1xx, which announce another response.", () => response.Status(101));
        AssertRefused("TO2207: The delay -00:00:01 is negative.", () => response.Delay(TimeSpan.FromSeconds(-1)));
        AssertRefused("TO2205: A response with status 204 has no body. Leave out the body, or give another status.", () => response.Json("$.a", 1).Status(204).Checked());
        Assert.AreEqual("TO2220", Assert.ThrowsExactly<ProxyException>(() => response.Json("a", 1)).Code);
        Assert.AreEqual("TO2221", Assert.ThrowsExactly<ProxyException>(() => request.RemoveJson("$[?len(@)]")).Code);
    }

    [TestMethod]
    public void A_modification_shows_what_it_changes()
    {
        Assert.AreEqual("nothing", new RequestModification().ToString());
        Assert.AreEqual("header 'X', query 'q', JSON $.a, JSON member 'b'", new RequestModification().Header("X", "1").Query("q", "1").Json("$.a", 1).RemoveJsonMember("b").ToString());
        Assert.AreEqual("query 'q', form 'f'", new RequestModification().RemoveQuery("q").Form("f", "1").ToString());
        Assert.AreEqual("nothing", new ResponseModification().Delay(TimeSpan.FromSeconds(1)).ToString());
        Assert.AreEqual("JSON $.a, status 500, header 'X'", new ResponseModification().Header("X", "1").Status(500).Json("$.a", 1).ToString());
    }

    [TestMethod]
    public void Modifications_are_immutable()
    {
        RequestModification one = new RequestModification().Header("X", "1");
        _ = one.Header("Y", "2").Query("a", "1").Json("$.a", 1);

        Assert.AreEqual("header 'X'", one.ToString());
    }

    private static void AssertRefused(string message, Func<object> say) => Assert.AreEqual(message, Assert.ThrowsExactly<ProxyException>(say).Message);
}
