using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Modifications;

[TestClass]
public sealed class TextFlowModificationTests
{
    private const string Page = "<p>price: 5 USD, again 7 USD</p>";

    [TestMethod]
    [DataRow("1.1", false)]
    [DataRow("2.0", true)]
    public async Task The_text_of_a_real_response_is_searched_and_replaced(string version, bool isCoded)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context =>
            {
                context.Response.ContentType = "text/html";
                context.Response.Headers.ContentEncoding = isCoded ? "gzip" : default;
                context.Response.Headers["Content-Digest"] = "sha-256=:x:";
                await using Stream body = isCoded ? new GZipStream(context.Response.Body, CompressionLevel.Fastest) : context.Response.Body;
                await body.WriteAsync(Encoding.UTF8.GetBytes(Page));
            },
            proxy.Authority);
        proxy.Root.When(r => r).Modify(response: r => r.ReplaceRegex(@"(\d+) USD", "$1.00 EUR").ReplaceText("<p>", "<b>"));

        HttpResponseMessage response = await proxy.Client(Version.Parse(version)).GetAsync(origin.Address).Soon();

        Assert.AreEqual("<b>price: 5.00 EUR, again 7.00 EUR</p>", await response.Content.ReadAsStringAsync());
        Assert.IsEmpty(response.Content.Headers.ContentEncoding);
        Assert.IsFalse(response.Headers.Contains("Content-Digest"));
        Assert.AreEqual(Page, proxy.Root.Exchanges.Single().OriginResponse?.Text);
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    public async Task The_text_of_a_request_is_searched_and_replaced()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await EchoAsync();
        proxy.Root.When(r => r.Post("/")).Modify(request: r => r.ReplaceText("beta", "live"));

        HttpResponseMessage response = await proxy.Client().PostAsync(origin.Address, new StringContent("<to>beta</to>", Encoding.UTF8, "application/soap+xml")).Soon();

        Assert.AreEqual("<to>live</to> 13", await response.Content.ReadAsStringAsync());
        Assert.AreEqual("<to>beta</to>", proxy.Root.Exchanges.Single().Request.Text);
        Assert.AreEqual("<to>live</to>", proxy.Root.Exchanges.Single().ForwardedRequest?.Text);
    }

    [TestMethod]
    public async Task Fields_and_JSON_are_changed_before_the_text_is()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await EchoAsync();
        proxy.Root.When(r => r.Path("/form")).Modify(request: r => r.ReplaceText("b=2", "c=3").Form("b", "2"));
        proxy.Root.When(r => r.Path("/json")).Modify(request: r => r.ReplaceText("[7]", "[7,8]").Json("$.a", new[] { 7 }));

        HttpResponseMessage form = await proxy.Client().PostAsync(new Uri(origin.Address, "/form"), new FormUrlEncodedContent([new("a", "1")])).Soon();
        HttpResponseMessage json = await proxy.Client().PostAsync(new Uri(origin.Address, "/json"), new StringContent("""{"a":1}""", Encoding.UTF8, "application/json")).Soon();

        Assert.AreEqual("a=1&c=3 7", await form.Content.ReadAsStringAsync());
        Assert.AreEqual("""{"a":[7,8]} 11""", await json.Content.ReadAsStringAsync());
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    public async Task A_request_without_a_body_gets_none()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await EchoAsync();
        proxy.Root.When(r => r).Modify(request: r => r.ReplaceRegex("^", "x"));

        Assert.AreEqual(" ", await proxy.Client().GetStringAsync(origin.Address).Soon());
        Assert.IsNull(proxy.Root.Exchanges.Single().ForwardedRequest);
    }

    [TestMethod]
    [DataRow("image/png", "PNG", "TO2311", "its content type is 'image/png', and text was to be changed")]
    [DataRow("text/event-stream", "data: a\n\n", "TO2315", "its body is an event stream, which has to pass while it comes and cannot be held to be changed")]
    [DataRow("text/plain; charset=us-ascii", "\u00FC", "TO2683", "its body is not text in its charset, us-ascii, which is utf-8 unless its content type names another: there are no characters for the bytes C3")]
    public async Task What_is_no_text_passes_unmodified_and_says_why(string type, string body, string code, string reason)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
        });
        proxy.Root.When(r => r).Modify(response: r => r.ReplaceText("a", "b").Status(500));

        HttpResponseMessage response = await proxy.Client().GetAsync(origin.Address).Soon();

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual(body, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
        Assert.AreEqual(code, proxy.Root.Problems.Single().Code);
        Assert.Contains($"as described: {reason}. It passed unmodified.", proxy.Root.Problems.Single().Message);
    }

    [TestMethod]
    public async Task What_does_not_occur_is_nothing_to_replace()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(Page);
        proxy.Root.When(r => r).Modify(response: r => r.ReplaceText("GBP", "EUR"));

        Assert.AreEqual(Page, await proxy.Client().GetStringAsync(origin.Address).Soon());
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    public async Task A_mock_shows_what_it_replaces()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        Assert.AreEqual("TO2205", Assert.ThrowsExactly<ProxyException>(() => proxy.Root.When(r => r).Modify(response: r => r.ReplaceText("a", "b").Status(204))).Code);
        Assert.AreEqual("text 'a', text /b+/", new Proxy.Modifications.ResponseModification().ReplaceText("a", "").ReplaceRegex("b+", "").ToString());
    }

    // What was sent, and how long it was said to be.
    private static Task<TestOrigin> EchoAsync() => TestOrigin.StartAsync(async context =>
    {
        using StreamReader body = new(context.Request.Body);
        await context.Response.WriteAsync($"{await body.ReadToEndAsync()} {context.Request.ContentLength}");
    });
}
