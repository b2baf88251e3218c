using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Expectations;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Control;
using TestOrchestrator.Proxy.Tests.Grpc;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Exchanges;

[TestClass]
public sealed class TrailerTests
{
    [TestMethod]
    public async Task Over_HTTP_1_1_those_of_both_messages_are_in_the_log()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        await ExchangeAsync(proxy);

        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual("X-Sum=42", Text(exchange.Request.Trailers));
        Assert.AreEqual("X-End=1|Set-Cookie=s3cret", Text(exchange.Response!.Trailers));
        Assert.AreEqual("done", exchange.Response.Text);
    }

    [TestMethod]
    public async Task They_are_in_HAR_files_without_secrets_and_read_again()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using TestDirectory directory = new();
        await ExchangeAsync(proxy);

        await proxy.Root.WriteHarAsync(directory.File("a.har"));

        JsonNode entry = JsonNode.Parse(await File.ReadAllTextAsync(directory.File("a.har")))!["log"]!["entries"]![0]!;
        Assert.AreEqual("""[{"name":"X-Sum","value":"42"}]""", entry["request"]!["_trailers"]!.ToJsonString());
        Assert.AreEqual("""[{"name":"X-End","value":"1"},{"name":"Set-Cookie","value":"[redacted]"}]""", entry["response"]!["_trailers"]!.ToJsonString());
        HarEntry read = (await HarFile.ReadAsync(directory.File("a.har"), CancellationToken.None)).Entries.Single();
        Assert.AreEqual(new HarPair("X-Sum", "42"), read.Request.Trailers.Single());
        Assert.AreEqual(new HarPair("X-End", "1"), read.Response.Trailers[0]);
    }

    [TestMethod]
    public async Task They_are_in_events_without_secrets()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await ExchangeAsync(proxy);
        await proxy.Session.DisposeAsync();

        List<ProxyEvent> events = [];
        await foreach (ProxyEvent told in proxy.Root.EventsAsync())
        {
            events.Add(told);
        }

        JsonObject response = events.Single(e => e.Kind == ProxyEventKind.Response).Data;
        Assert.AreEqual("""[{"name":"X-Sum","value":"42"}]""", response["requestTrailers"]!.ToJsonString());
        Assert.AreEqual("""[{"name":"X-End","value":"1"},{"name":"Set-Cookie","value":"[redacted]"}]""", response["trailers"]!.ToJsonString());
    }

    [TestMethod]
    public async Task The_control_API_shows_them()
    {
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        await ExchangeAsync(rig.Proxy);

        ExchangeReport exchange = (await rig.Session.FindAsync()).Single();

        Assert.AreEqual("42", exchange.Request.Trailers.Single().Value);
        Assert.AreEqual("X-End Set-Cookie", string.Join(' ', exchange.Response!.Trailers.Select(t => t.Name)));
    }

    [TestMethod]
    public async Task One_that_cannot_be_passed_on_breaks_the_response_off()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.Redirect("h.test", $"http://{origin.Authority}");
        using HttpRequestMessage request = new(HttpMethod.Get, "https://h.test/") { Version = new(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Task<HttpResponseMessage> asked = proxy.Client().SendAsync(request);
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndone\r\n0\r\nX-End: a\u0001b\r\n\r\n");

        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => asked.Soon());
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual(ExchangeOutcome.Failed, exchange.Outcome);
        StringAssert.StartsWith(exchange.Error, "its trailers cannot be passed on: ");
    }

    [TestMethod]
    public async Task A_message_without_any_has_none()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("hello");

        await proxy.Client().GetStringAsync(origin.Address).Soon();

        Assert.IsEmpty(proxy.Root.Exchanges.Single().Request.Trailers);
        Assert.IsEmpty(proxy.Root.Exchanges.Single().Response!.Trailers);
        Assert.DoesNotContain("_trailers", await proxy.Root.HarAsync());
    }

    [TestMethod]
    [DataRow("Get", "200, grpc-status 0 OK (forwarded)")]
    [DataRow("Missing", "200, grpc-status 5 NOT_FOUND: there is none! (forwarded)", DisplayName = "Missing (in the headers)")]
    public async Task The_status_of_gRPC_is_shown_where_requests_are(string method, string expected)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls: true);
        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method(method), ["7"]);
        while (await call.ReadAsync() is not null)
        {
            // Up to the end, after which the trailers are known.
        }

        ProxyAssertionException failure = await Assert.ThrowsExactlyAsync<ProxyAssertionException>(
            () => rig.Proxy.Root.AssertNoneAsync(r => r.Path($"/shop.Orders/{method}"), timeout: TimeSpan.FromMinutes(1)).Soon());

        StringAssert.Contains(failure.Message, $"-> {expected}");
    }

    [TestMethod]
    public async Task Those_of_a_call_of_gRPC_and_of_its_mock_are_in_the_log()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls: false);
        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Get"), ["7"]);
        await call.ReadAsync();
        Assert.IsNull(await call.ReadAsync());
        rig.Proxy.Root.When(r => r).Respond(j => j.Bytes(GrpcFrame.Of("mocked"), GrpcFrame.ContentType).Trailer("grpc-status", "14"));
        using GrpcCall mocked = await GrpcCall.StartAsync(rig.Client, rig.Method("Get"), ["8"]);
        await mocked.ReadAsync();
        Assert.IsNull(await mocked.ReadAsync());

        Assert.AreEqual("grpc-status=0|x-cost-bin=AQI", Text(rig.Proxy.Root.Exchanges[0].Response!.Trailers));
        Assert.AreEqual("grpc-status=14", Text(rig.Proxy.Root.Exchanges[1].Response!.Trailers));
    }

    private static string Text(RecordedHeaders trailers) => string.Join('|', trailers.Select(t => $"{t.Key}={t.Value}"));

    // Both sides in chunks, with trailers behind the last one.
    private static async Task ExchangeAsync(TestProxy proxy)
    {
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nask\r\n0\r\nX-Sum: 42\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();
        Assert.AreEqual("3\r\nask\r\n0\r\nX-Sum: 42\r\n\r\n", await received.ReadHeadAsync().Soon());

        await received.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndone\r\n0\r\nX-End: 1\r\nSet-Cookie: s3cret\r\n\r\n");

        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), "4\r\ndone\r\n0\r\n\r\n");
    }
}
