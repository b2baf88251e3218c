using System.Net.Http.Headers;
using System.Text;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Mocks;

[TestClass]
public sealed class JsonPredicateTests
{
    private const string Order = """{"id":7,"price":1.0,"customer":{"name":"Anna","tags":["a","b"]},"items":[{"sku":"pen"},{"sku":"book"}],"note":null,"id":8}""";

    [TestMethod]
    [DataRow("a value", true)]
    [DataRow("another type", false)]
    [DataRow("a number by its value", true)]
    [DataRow("any of several nodes", true)]
    [DataRow("none of several nodes", false)]
    [DataRow("a filter", true)]
    [DataRow("an object in any order", true)]
    [DataRow("an array in its order", false)]
    [DataRow("null", true)]
    [DataRow("null that is not there", false)]
    [DataRow("something is there", true)]
    [DataRow("something is not there", false)]
    [DataRow("the last of a name that is there twice", true)]
    [DataRow("without what is not there", true)]
    [DataRow("without what is there", false)]
    public async Task A_pattern_asks_for_json(string what, bool fits)
    {
        Func<RequestPattern, RequestPattern> pattern = what switch
        {
            "a value" => r => r.Json("$.customer.name", "Anna"),
            "another type" => r => r.Json("$.price", "1.0"),
            "a number by its value" => r => r.Json("$.price", 1),
            "any of several nodes" => r => r.Json("$.items[*].sku", "book"),
            "none of several nodes" => r => r.Json("$.items[*].sku", "ink"),
            "a filter" => r => r.Json("$.items[?@.sku=='pen']"),
            "an object in any order" => r => r.Json("$.customer", new { Tags = new[] { "a", "b" }, Name = "Anna" }),
            "an array in its order" => r => r.Json("$.customer.tags", new[] { "b", "a" }),
            "null" => r => r.Json("$.note", null),
            "null that is not there" => r => r.Json("$.other", null),
            "something is there" => r => r.Json("$.note"),
            "something is not there" => r => r.Json("$.other"),
            "the last of a name that is there twice" => r => r.Json("$.id", 8),
            "without what is not there" => r => r.WithoutJson("$.other"),
            _ => r => r.WithoutJson("$.customer"),
        };

        Assert.AreEqual(fits, await IsMockedAsync(pattern, Order, "application/json; charset=utf-8"));
    }

    [TestMethod]
    [DataRow(Order, "application/vnd.order+json", true)]
    [DataRow(Order, null, true)]
    [DataRow(Order, "text/plain", false)]
    [DataRow("{\"id\":8", "application/json", false)]
    [DataRow("8", null, false)]
    [DataRow("", "application/json", false)]
    public async Task Only_json_has_json(string body, string? type, bool fits)
    {
        Assert.AreEqual(fits, await IsMockedAsync(r => r.Json("$.id", 8), body, type));
        Assert.AreEqual(!fits, await IsMockedAsync(r => r.WithoutJson("$.id"), body, type));
    }

    [TestMethod]
    public async Task A_miss_shows_what_was_selected()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Json("$.items[*].sku", "ink").Json("$.total").WithoutJson("$.customer.tags")).Respond(j => j);

        string shown = await (await PostAsync(proxy, Order, "application/json")).Content.ReadAsStringAsync();

        Assert.Contains(
            """
                JSON $.items[*].sku: expected "ink", seen "pen", "book"
                JSON $.total: expected any value, seen nothing
                JSON $.customer.tags: expected none, seen ["a","b"]

            """,
            shown);
    }

    [TestMethod]
    public async Task With_best_effort_values_score()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Json("$.id", 8).Json("$.price", 1)).BestEffort().Respond(j => j.Text("two"));
        proxy.Root.When(r => r.Json("$.id", 8).Json("$.price", 2)).BestEffort().Respond(j => j.Text("one"));

        Assert.AreEqual("two", await (await PostAsync(proxy, Order, null)).Content.ReadAsStringAsync());
    }

    [TestMethod]
    public void A_path_that_is_none_is_refused() =>
        Assert.StartsWith("TO2220: '$.' is not a JSONPath", Assert.ThrowsExactly<ProxyException>(() => RequestPattern.Any.Json("$.")).Message);

    private static async Task<bool> IsMockedAsync(Func<RequestPattern, RequestPattern> pattern, string body, string? type)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        Mock mock = proxy.Root.When(pattern).Respond(j => j);
        await PostAsync(proxy, body, type);
        Assert.AreEqual(mock.Calls, proxy.Root.Count(pattern));
        return mock.Calls == 1;
    }

    private static async Task<HttpResponseMessage> PostAsync(TestProxy proxy, string body, string? type)
    {
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return await proxy.Client().PostAsync(new Uri("http://api.example.com/orders"), content).Soon();
    }
}
