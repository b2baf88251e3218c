using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Modifications;

[TestClass]
public sealed class RequestFlowModificationTests
{
    [TestMethod]
    [DataRow("1.1", "a,b", DisplayName = "HTTP/1.1, line by line")]
    [DataRow("2.0", "a, b", DisplayName = "HTTP/2, joined")]
    public async Task A_request_is_changed_on_its_way_to_the_origin(string version, string tags)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(EchoAsync, proxy.Authority);
        Mock mock = proxy.Root.When(r => r.Post("/orders")).Modify(request: r => r
            .Header("X-Api-Key", "new").AddHeader("X-Tag", "b").RemoveHeader("X-Old").Query("page", "2").RemoveQuery("debug").Json("$.items[0].price", 1.5).JsonMember("user.id", 7));
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(origin.Address, "/orders?q=a%2fb&page=1&debug=1")) { Version = Version.Parse(version) };
        request.Headers.Add("X-Api-Key", "old");
        request.Headers.Add("X-Tag", "a");
        request.Headers.Add("X-Old", "1");
        request.Content = new StringContent("{ \"items\": [ {\"price\": 1.10, \"n\": 1E5} ] }", Encoding.UTF8, "application/json");

        HttpResponseMessage response = await proxy.Client(Version.Parse(version)).SendAsync(request).Soon();

        Assert.AreEqual(
            $"POST /orders?q=a%2fb&page=2 key=new tag={tags} old= length=53 {{ \"items\": [ {{\"price\": 1.5, \"n\": 1E5}} ],\"user.id\":7 }}",
            await response.Content.ReadAsStringAsync());
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual("{ \"items\": [ {\"price\": 1.10, \"n\": 1E5} ] }", exchange.Request.Text);
        Assert.AreEqual("old", exchange.Request.Headers["X-Api-Key"]);
        Assert.EndsWith("/orders?q=a%2fb&page=1&debug=1", exchange.Request.RawUrl);
        Assert.AreEqual("{ \"items\": [ {\"price\": 1.5, \"n\": 1E5} ],\"user.id\":7 }", exchange.ForwardedRequest?.Text);
        Assert.AreEqual("new", exchange.ForwardedRequest?.Headers["X-Api-Key"]);
        Assert.EndsWith("/orders?q=a%2fb&page=2", exchange.ForwardedRequest?.RawUrl!);
        Assert.IsNull(exchange.OriginResponse);
        Assert.AreEqual(ExchangeOutcome.Forwarded, exchange.Outcome);
        Assert.AreSame(mock, exchange.Mock);
        Assert.AreEqual(1, mock.Calls);
        Assert.EndsWith("-> 200 (forwarded, modified)", exchange.ToString());
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    public async Task A_form_is_changed_and_keeps_the_bytes_of_its_other_fields()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(EchoAsync);
        proxy.Root.When(r => r).Modify(request: r => r.Form("amount", "1 000").RemoveForm("debug"));

        string answer = await AnswerAsync(proxy, origin, new StringContent("sig=%7e+%2f&amount=1&debug&b=2", Encoding.ASCII, "application/x-www-form-urlencoded"));

        Assert.AreEqual("POST / key= tag= old= length=28 sig=%7e+%2f&amount=1+000&b=2", answer);
    }

    [TestMethod]
    public async Task A_coded_body_is_decoded_and_sent_without_coding()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(async c =>
        {
            using StreamReader body = new(c.Request.Body);
            await c.Response.WriteAsync($"{c.Request.Headers.ContentEncoding}|{c.Request.Headers["Content-Digest"]}|{c.Request.ContentLength}|{await body.ReadToEndAsync()}");
        });
        proxy.Root.When(r => r).Modify(request: r => r.Json("$.a", 2));
        using MemoryStream coded = new();
        using (GZipStream gzip = new(coded, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write("{\"a\":1}"u8);
        }

        ByteArrayContent content = new(coded.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        content.Headers.Add("Content-Digest", "sha-256=:x:");

        Assert.AreEqual("||7|{\"a\":2}", await AnswerAsync(proxy, origin, content));
        Assert.AreEqual("{\"a\":1}", proxy.Root.Exchanges.Single().Request.Text);
        Assert.AreEqual("{\"a\":2}", proxy.Root.Exchanges.Single().ForwardedRequest?.Text);
    }

    [TestMethod]
    [DataRow("{\"a\":", "application/json", "TO2310", "its body is not JSON")]
    [DataRow("", "application/json", "TO2310", "its body is not JSON: it is empty")]
    [DataRow("a=1", "application/x-www-form-urlencoded", "TO2311", "its content type is 'application/x-www-form-urlencoded', and JSON was to be changed")]
    [DataRow("[1]", "application/json", "TO2312", "its body is an array of length 1 and has no members, so that 'a' can be none of them")]
    [DataRow("{\"a\":1}\n{\"a\":2}", "application/x-ndjson", "TO2315", "its body is a stream of JSON texts, which has to pass while it comes and cannot be held to be changed")]
    [DataRow("x", "application/grpc+proto", "TO2315", "its body is gRPC, which has to pass while it comes and cannot be held to be changed")]
    public async Task A_request_that_cannot_be_changed_passes_unmodified_and_says_why(string body, string type, string code, string reason)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(EchoAsync);
        proxy.Root.When(r => r).Modify(request: r => r.Header("X-Api-Key", "new").Query("page", "2").JsonMember("a", 7));
        StringContent content = new(body);
        content.Headers.ContentType = new(type);

        string answer = await AnswerAsync(proxy, origin, content);

        Assert.AreEqual($"POST / key= tag= old= length={body.Length} {body}", answer);
        ProxyProblem problem = proxy.Root.Problems.Single();
        Assert.AreEqual(code, problem.Code);
        Assert.StartsWith($"{code}: The mock ANY */** (scope 'session') did not modify the request POST {origin.Address} as described: {reason}", problem.Message);
        Assert.EndsWith(". It passed unmodified.", problem.Message);
        Assert.AreEqual(1, problem.Exchange);
        Assert.IsNull(proxy.Root.Exchanges.Single().ForwardedRequest);
    }

    [TestMethod]
    public async Task What_selects_nothing_is_left_out_and_the_rest_is_changed()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(EchoAsync);
        proxy.Root.When(r => r).Modify(request: r => r.Json("$.none[*]", 7).Json("$.a", 2));

        Assert.AreEqual("POST / key= tag= old= length=7 {\"a\":2}", await AnswerAsync(proxy, origin, new StringContent("{\"a\":1}", Encoding.UTF8, "application/json")));
        Assert.AreEqual(
            $"TO2313: The mock ANY */** (scope 'session') did not modify the request POST {origin.Address} as described: '$.none[*]' selects nothing, and only a path of names and indexes can be created. The other changes were made.",
            proxy.Root.Problems.Single().Message);
    }

    [TestMethod]
    public async Task A_body_that_is_too_long_passes_unmodified()
    {
        const int Length = 11 * 1024 * 1024;
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(async c =>
        {
            using MemoryStream all = new();
            await c.Request.Body.CopyToAsync(all);
            await c.Response.WriteAsync(all.Length.ToString(CultureInfo.InvariantCulture));
        });
        proxy.Root.When(r => r).Modify(request: r => r.Json("$", 1));

        Assert.AreEqual($"{Length}", await AnswerAsync(proxy, origin, Json(new ByteArrayContent(new byte[Length]))));

        // Without a length that tells beforehand.
        Assert.AreEqual($"{Length}", await AnswerAsync(proxy, origin, Json(new StreamContent(new DelegatingStream(new MemoryStream(new byte[Length]))))));
        Assert.AreEqual("TO2314 TO2314", string.Join(' ', proxy.Root.Problems.Select(p => p.Code)));

        static HttpContent Json(HttpContent content)
        {
            content.Headers.ContentType = new("application/json");
            return content;
        }
    }

    [TestMethod]
    public async Task Host_is_changed_without_changing_where_the_request_goes()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        proxy.Root.When(r => r).Modify(request: r => r.Header("Host", "other.example.com").RemoveHeader("Accept"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{origin.Authority}/a?x=[]|%zz HTTP/1.1\r\nHost: {origin.Authority}\r\nAccept: */*\r\nX-Stays: 1\r\n\r\n");

        using RawConnection received = await origin.AcceptAsync().Soon();

        Assert.AreEqual("GET /a?x=[]|%zz HTTP/1.1\r\nHost: other.example.com\r\nX-Stays: 1\r\n\r\n", await received.ReadHeadAsync().Soon());
    }

    [TestMethod]
    public async Task A_client_that_waits_to_be_asked_for_its_body_is_asked_by_the_proxy()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        proxy.Root.When(r => r).Modify(request: r => r.Json("$.a", 20));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n");

        Assert.AreEqual("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadHeadAsync().Soon());
        await client.SendAsync("{\"a\":1}");

        using RawConnection received = await origin.AcceptAsync().Soon();
        Assert.AreEqual($"POST / HTTP/1.1\r\nHost: {origin.Authority}\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n", await received.ReadHeadAsync().Soon());
        Assert.AreEqual("{\"a\":20}", await received.ReadAsync(8).Soon());
    }

    [TestMethod]
    [DataRow(UnmatchedRequests.Fail, "127.0.0.1", true)]
    [DataRow(UnmatchedRequests.LoopbackOnly, "127.0.0.1", true)]
    [DataRow(UnmatchedRequests.LoopbackOnly, "192.0.2.1", false)]
    public async Task Who_wants_a_request_modified_wants_it_sent(UnmatchedRequests unmatched, string host, bool reaches)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(unmatched);
        await using TestOrigin origin = await TestOrigin.StartAsync("real");
        proxy.Root.When(r => r).Modify();

        HttpResponseMessage response = await proxy.Client().GetAsync(new UriBuilder(origin.Address) { Host = host }.Uri).Soon();

        string answer = await response.Content.ReadAsStringAsync();
        if (reaches)
        {
            Assert.AreEqual("real", answer);
            Assert.IsNull(proxy.Root.Exchanges.Single().ForwardedRequest);
            Assert.EndsWith("-> 200 (forwarded)", proxy.Root.Exchanges.Single().ToString());
        }
        else
        {
            Assert.AreEqual(HttpStatusCode.BadGateway, response.StatusCode);
            Assert.StartsWith("TO2317: The mock ANY */** (scope 'session') modifies GET http://192.0.2.1:", answer);
            Assert.AreEqual("TO2317", proxy.Root.Problems.Single().Code);
            Assert.EndsWith("-> refused (its origin is not let through)", proxy.Root.Exchanges.Single().ToString());
        }
    }

    private static async Task<string> AnswerAsync(TestProxy proxy, TestOrigin origin, HttpContent content)
    {
        HttpResponseMessage response = await proxy.Client().PostAsync(origin.Address, content).Soon();
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using StreamReader body = new(context.Request.Body);
        HttpRequest request = context.Request;
        await context.Response.WriteAsync(
            $"{request.Method} {request.Path}{request.QueryString} key={request.Headers["X-Api-Key"]} tag={request.Headers["X-Tag"]} old={request.Headers["X-Old"]} length={request.ContentLength} {await body.ReadToEndAsync()}");
    }
}
