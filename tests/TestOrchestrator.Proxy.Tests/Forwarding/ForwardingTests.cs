using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Forwarding;

[TestClass]
public sealed class ForwardingTests
{
    [TestMethod]
    public async Task A_plain_request_reaches_its_origin_and_is_recorded()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context => context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}"));
        Uri url = new(origin.Address, "/quotes?weight=2");

        HttpResponseMessage response = await proxy.Client().PostAsync(url, new StringContent("{\"sku\":\"book\"}", Encoding.UTF8, "application/json")).Soon();

        Assert.AreEqual("POST /quotes?weight=2", await response.Content.ReadAsStringAsync());
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual(1, exchange.Number);
        Assert.AreEqual("session", exchange.Scope);
        Assert.AreEqual(ExchangeOutcome.Forwarded, exchange.Outcome);
        Assert.IsNull(exchange.Mock);
        Assert.IsNull(exchange.Error);
        Assert.IsTrue(exchange.IsComplete);
        Assert.AreEqual("POST", exchange.Request.Method);
        Assert.AreEqual(url, exchange.Request.Url);
        Assert.AreEqual("HTTP/1.1", exchange.Request.Protocol);
        Assert.AreEqual("book", exchange.Request.Json["sku"]?.GetValue<string>());
        Assert.AreEqual(200, exchange.Response?.Status);
        Assert.AreEqual("POST /quotes?weight=2", exchange.Response?.Text);
        Assert.AreEqual($"#1 POST {url} -> 200 (forwarded)", exchange.ToString());
    }

    [TestMethod]
    [DataRow("1.1", "HTTP/1.1")]
    [DataRow("2.0", "HTTP/2")]
    public async Task An_https_request_is_opened_and_reaches_its_origin_in_the_same_protocol(string version, string protocol)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context => context.Response.WriteAsync(context.Request.Protocol), proxy.Authority);

        string answer = await proxy.Client(Version.Parse(version)).GetStringAsync(origin.Address).Soon();

        Assert.AreEqual(protocol, answer);
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual(protocol, exchange.Request.Protocol);
        Assert.AreEqual(protocol, exchange.Response?.Protocol);
        Assert.AreEqual(origin.Address, exchange.Request.Url);
        Assert.AreEqual(protocol, exchange.Response?.Text);
    }

    [TestMethod]
    public async Task A_client_of_HTTP_2_reaches_an_origin_that_speaks_only_HTTP_1()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            context => context.Response.WriteAsync(context.Request.Protocol), proxy.Authority, Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1);

        Assert.AreEqual("HTTP/1.1", await proxy.Client(HttpVersion.Version20).GetStringAsync(origin.Address).Soon());
    }

    [TestMethod]
    public async Task Many_requests_at_once_get_each_its_own_answer()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context => context.Response.WriteAsync($"{context.Request.QueryString}"), proxy.Authority);
        HttpClient client = proxy.Client(HttpVersion.Version20);

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.GetStringAsync(new Uri(origin.Address, $"/?{i}")))).Soon();

        CollectionAssert.AreEqual(Enumerable.Range(0, 100).Select(i => $"?{i}").ToArray(), answers);
        Assert.AreEqual(100, proxy.Root.Count(r => r));
    }

    [TestMethod]
    public async Task An_empty_body_with_a_length_stays_one()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\nContent-Length: 0\r\n\r\n");

        using RawConnection received = await origin.AcceptAsync().Soon();

        Assert.AreEqual($"POST / HTTP/1.1\r\nHost: {origin.Authority}\r\nContent-Length: 0\r\n\r\n", await received.ReadHeadAsync().Soon());
    }

    [TestMethod]
    public async Task A_body_without_a_length_stays_one()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n");

        using RawConnection received = await origin.AcceptAsync().Soon();

        const string Expected = "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n";
        string head = await received.ReadHeadAsync().Soon();
        Assert.AreEqual($"POST / HTTP/1.1\r\nHost: {origin.Authority}\r\n{Expected}", head + await received.ReadAsync("4\r\nbody\r\n0\r\n\r\n".Length).Soon());
        await received.SendAsync("HTTP/1.1 200 OK\r\nDate: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
        Assert.AreEqual("HTTP/1.1 200 OK\r\nDate: x\r\nTransfer-Encoding: chunked\r\n\r\n", await client.ReadHeadAsync().Soon());
        Assert.AreEqual("2\r\nok\r\n0\r\n\r\n", await client.ReadAsync("2\r\nok\r\n0\r\n\r\n".Length).Soon());
    }

    [TestMethod]
    public async Task A_client_of_HTTP_1_0_gets_its_answer_and_the_end_of_the_connection()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("hello");
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync($"GET {origin.Address} HTTP/1.0\r\n\r\n");

        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), "\r\n\r\nhello");
    }

    [TestMethod]
    public async Task Requests_sent_without_waiting_for_answers_are_answered_in_order()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Path("/one")).Respond(j => j.Text("1"));
        proxy.Root.When(r => r.Path("/two")).Respond(j => j.Text("2"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync("GET http://h/one HTTP/1.1\r\nHost: h\r\n\r\nGET http://h/two HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        string answers = await client.ReadToEndAsync().Soon();
        Assert.IsTrue(answers.IndexOf("\r\n\r\n1HTTP/1.1 200 OK", StringComparison.Ordinal) > 0 && answers.EndsWith("\r\n\r\n2", StringComparison.Ordinal), answers);
    }

    [TestMethod]
    public async Task An_upgrade_to_HTTP_2_is_not_taken_up_so_that_requests_stay_visible()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context => context.Response.WriteAsync($"[{context.Request.Headers.Upgrade}]"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync($"GET {origin.Address} HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");

        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), "2\r\n[]\r\n0\r\n\r\n");
    }
}
