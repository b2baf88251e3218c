using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Mocks;

[TestClass]
public sealed class PredicateTests
{
    private static readonly Uri s_url = new("https://api.example.com/items?page=2&page=3&empty=");

    [TestMethod]
    [DataRow("header", true)]
    [DataRow("header in another case", true)]
    [DataRow("any header", true)]
    [DataRow("another value", false)]
    [DataRow("no such header", false)]
    [DataRow("cookie", true)]
    [DataRow("quoted cookie", true)]
    [DataRow("another cookie", false)]
    [DataRow("query as parameter", true)]
    [DataRow("form as parameter", true)]
    [DataRow("form", true)]
    [DataRow("form with another value", false)]
    [DataRow("query is no form", false)]
    [DataRow("without what is not there", true)]
    [DataRow("without what is in the query", false)]
    [DataRow("without what is in the form", false)]
    [DataRow("without another value", true)]
    [DataRow("where", true)]
    [DataRow("where not", false)]
    [DataRow("where it throws", false)]
    public async Task A_pattern_asks_for(string what, bool fits)
    {
        Func<RequestPattern, RequestPattern> pattern = what switch
        {
            "header" => r => r.Header("X-Tenant", "blue"),
            "header in another case" => r => r.Header("x-tenant", "blue"),
            "any header" => r => r.Header("X-Tenant"),
            "another value" => r => r.Header("X-Tenant", "Blue"),
            "no such header" => r => r.Header("X-Other"),
            "cookie" => r => r.Cookie("session", "abc"),
            "quoted cookie" => r => r.Cookie("theme", "dark"),
            "another cookie" => r => r.Cookie("Session"),
            "query as parameter" => r => r.Param("page", "3").Param("empty", ""),
            "form as parameter" => r => r.Param("name", "Anna & Co"),
            "form" => r => r.Form("name").Form("city", "Köln"),
            "form with another value" => r => r.Form("name", "anna"),
            "query is no form" => r => r.Form("page"),
            "without what is not there" => r => r.WithoutParam("Page"),
            "without what is in the query" => r => r.WithoutParam("page", "2"),
            "without what is in the form" => r => r.WithoutParam("city"),
            "without another value" => r => r.WithoutParam("city", "Bonn"),
            "where" => r => r.Where(q => q.Text.Contains("city=", StringComparison.Ordinal)),
            "where not" => r => r.Where(q => q.Body.IsEmpty),
            _ => r => r.Where(q => q.Json["name"] is not null),
        };
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(pattern).Respond(j => j);

        Assert.AreEqual(fits, await IsMockedAsync(proxy, new FormUrlEncodedContent([new("name", "Anna & Co"), new("city", "Köln")])));
        Assert.AreEqual(fits ? 1 : 0, proxy.Root.Count(pattern));
    }

    [TestMethod]
    public async Task The_text_parts_of_a_multipart_form_are_fields()
    {
        using MultipartFormDataContent form = new("-=x=-")
        {
            { new StringContent("Anna"), "name" },
            { new StringContent("two\r\n--lines"), "\"note\"" },
            { new ByteArrayContent([1, 2]), "file", "name.bin" },
        };
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Form("name", "Anna").Form("note", "two\r\n--lines").WithoutParam("file")).Respond(j => j);

        Assert.IsTrue(await IsMockedAsync(proxy, form));
    }

    [TestMethod]
    [DataRow("multipart/form-data", "--x\r\n")]
    [DataRow("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nno end")]
    [DataRow("multipart/form-data; boundary=x", "--x\r\n\r\n--x--")]
    [DataRow("multipart/form-data; boundary=x", "--x\r\n--x\r\n--x")]
    public async Task A_damaged_form_has_no_fields(string type, string body)
    {
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Form("a")).Respond(j => j);

        Assert.IsFalse(await IsMockedAsync(proxy, content));
    }

    [TestMethod]
    public async Task What_was_looked_into_is_forwarded_whole()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(c => c.Request.Body.CopyToAsync(c.Response.Body));
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Form("name", "nobody")).Respond(j => j);
        string name = new('a', 300_000);

        HttpResponseMessage response = await proxy.Client().PostAsync(new Uri(origin.Address, "echo"), new FormUrlEncodedContent([new("name", name)])).Soon();

        Assert.AreEqual($"name={name}", await response.Content.ReadAsStringAsync());
        Assert.AreEqual($"name={name}", proxy.Root.Exchanges.Single().Request.Text);
    }

    [TestMethod]
    public async Task A_body_that_is_too_long_to_look_into_fits_no_such_pattern_and_goes_on_whole()
    {
        const int Length = 11 * 1024 * 1024;
        await using TestOrigin origin = await TestOrigin.StartAsync(SayLengthAsync);
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Form("name")).Respond(j => j);
        using ByteArrayContent content = new(new byte[Length]);
        content.Headers.ContentType = new("application/x-www-form-urlencoded");

        HttpResponseMessage response = await proxy.Client().PostAsync(new Uri(origin.Address, "echo"), content).Soon();

        Assert.AreEqual($"{Length}", await response.Content.ReadAsStringAsync());
        Assert.AreEqual("TO2340", proxy.Root.Problems.Single().Code);
    }

    [TestMethod]
    public async Task A_miss_shows_what_was_asked_and_seen()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Header("X-Tenant", "red").Cookie("session").Param("page", "9").Form("city", "Bonn").WithoutParam("empty")).Respond(j => j);

        using HttpRequestMessage request = Request(new FormUrlEncodedContent([new("city", "Köln")]));
        string shown = await (await proxy.Client().SendAsync(request).Soon()).Content.ReadAsStringAsync();

        Assert.Contains(
            """
              ANY */**, header 'X-Tenant': 'red', cookie 'session': any value, parameter 'page': '9', form field 'city': 'Bonn', parameter 'empty': none (scope 'session')
                header 'X-Tenant': expected 'red', seen 'blue'
                parameter 'page': expected '9', seen '2', '3'
                form field 'city': expected 'Bonn', seen 'Köln'
                parameter 'empty': expected none, seen ''

            """,
            shown);
    }

    private static async Task SayLengthAsync(HttpContext context)
    {
        using MemoryStream received = new();
        await context.Request.Body.CopyToAsync(received);
        await context.Response.WriteAsync($"{received.Length}");
    }

    private static async Task<bool> IsMockedAsync(TestProxy proxy, HttpContent body)
    {
        using HttpRequestMessage request = Request(body);
        return (await proxy.Client().SendAsync(request).Soon()).IsSuccessStatusCode;
    }

    private static HttpRequestMessage Request(HttpContent body) => new(HttpMethod.Post, s_url)
    {
        Content = body,
        Headers = { { "X-Tenant", "blue" }, { "Cookie", "session=abc; theme=\"dark\"" } },
    };
}
