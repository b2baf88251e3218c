using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Grpc;

[TestClass]
public sealed class GrpcTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_call_has_its_message_trailers_and_status(bool tls)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls);

        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Get"), ["7"]);

        Assert.AreEqual("order 7", await call.ReadAsync());
        Assert.IsNull(await call.ReadAsync());
        Assert.AreEqual("0", call.Status);
        Assert.AreEqual("AQI", call.Trailer("x-cost-bin"));
        RecordedExchange exchange = rig.Proxy.Root.Exchanges.Single();
        Assert.AreEqual("HTTP/2", exchange.Request.Protocol);
        CollectionAssert.AreEqual(GrpcFrame.Of("7"), exchange.Request.Body.ToArray());
        CollectionAssert.AreEqual(GrpcFrame.Of("order 7"), exchange.Response?.Body.ToArray());
        Assert.IsEmpty(rig.Proxy.Root.Problems);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_call_that_fails_at_once_has_its_status_in_the_headers(bool tls)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls);

        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Missing"), ["7"]);

        Assert.IsNull(await call.ReadAsync());
        Assert.AreEqual("5", call.Status);
        Assert.AreEqual("there is none%21", call.Trailer("grpc-message"));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_server_streams_message_by_message(bool tls)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls);
        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Watch"), [""]);

        foreach (string news in new[] { "one", "two", "three" })
        {
            await rig.TellAsync(news);
            Assert.AreEqual(news, await call.ReadAsync());
        }

        rig.EndNews();
        Assert.IsNull(await call.ReadAsync());
        Assert.AreEqual("14", call.Status);
        Assert.AreEqual("gone", call.Trailer("grpc-message"));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_client_streams(bool tls)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls);
        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Sum"), ["1", "2", "39"]);

        Assert.AreEqual("42", await call.ReadAsync());
        Assert.IsNull(await call.ReadAsync());
        Assert.AreEqual("0", call.Status);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Both_sides_talk_in_turn(bool tls)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls);
        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Talk"), [], open: true);

        foreach (string said in new[] { "a", "b", "c" })
        {
            await call.SendAsync(said);
            Assert.AreEqual($"re: {said}", await call.ReadAsync());
        }

        call.EndSending();
        Assert.IsNull(await call.ReadAsync());
        Assert.AreEqual("0", call.Status);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_deadline_is_told_and_its_end_reaches_the_service(bool tls)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls);
        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Hang"), ["7"], deadline: "250m");
        Assert.AreEqual("until 250m", await call.ReadAsync());

        // What a client does when the deadline has passed: it resets the stream.
        call.Dispose();

        await rig.Abandoned.Soon();
        RecordedExchange exchange = await rig.Proxy.Root.WaitForAsync(r => r.Path("/shop.Orders/Hang"));
        Assert.AreEqual(ExchangeOutcome.Aborted, exchange.Outcome);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_stream_that_the_service_resets_is_reset_for_the_client(bool tls)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls);
        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Break"), ["7"]);
        Assert.AreEqual("half", await call.ReadAsync());

        await rig.TellAsync("go");
        HttpProtocolException reset = await Assert.ThrowsExactlyAsync<HttpProtocolException>(() => call.ReadAsync());

        Assert.AreEqual(11, reset.ErrorCode);

        // The stream is lost, not the connection.
        using GrpcCall next = await GrpcCall.StartAsync(rig.Client, rig.Method("Get"), ["8"]);
        Assert.AreEqual("order 8", await next.ReadAsync());
        RecordedExchange broken = await rig.Proxy.Root.WaitForAsync(r => r.Path("/shop.Orders/Break"));
        Assert.AreEqual(ExchangeOutcome.Failed, broken.Outcome);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Many_calls_share_a_connection(bool tls)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Get"), [$"{i}"]);
            Assert.AreEqual($"order {i}", await call.ReadAsync());
            Assert.IsNull(await call.ReadAsync());
            Assert.AreEqual("0", call.Status);
        })).Soon();

        Assert.HasCount(50, rig.Proxy.Root.Exchanges);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_mock_refuses_a_call(bool tls)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls);
        rig.Proxy.Root.When(r => r.Post("/shop.Orders/Get"))
            .Respond(j => j.Header("Content-Type", GrpcFrame.ContentType).Header("grpc-status", "7").Header("grpc-message", "not today"));

        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Get"), ["7"]);

        Assert.IsNull(await call.ReadAsync());
        Assert.AreEqual("7", call.Status);
        Assert.AreEqual("not today", call.Trailer("grpc-message"));
        Assert.AreEqual(ExchangeOutcome.Mocked, rig.Proxy.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_mock_answers_a_call(bool tls)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls);
        rig.Proxy.Root.When(r => r.Post("/shop.Orders/Get"))
            .Respond(j => j.Bytes(GrpcFrame.Of("mocked"), GrpcFrame.ContentType).Trailer("grpc-status", "0").Trailer("x-cost-bin", "AQI"));

        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Get"), ["7"]);

        Assert.AreEqual("mocked", await call.ReadAsync());
        Assert.IsNull(await call.ReadAsync());
        Assert.AreEqual("0", call.Status);
        Assert.IsFalse(call.Response.Headers.Contains("grpc-status"));
        Assert.AreEqual("AQI", call.Trailer("x-cost-bin"));
        Assert.AreEqual(ExchangeOutcome.Mocked, rig.Proxy.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_mock_streams_and_fails_at_last(bool tls)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls);
        rig.Proxy.Root.When(r => r.Post("/shop.Orders/Watch"))
            .Respond(j => j.Stream((_, _) => Messages(), GrpcFrame.ContentType).Trailer("grpc-status", "14").Trailer("grpc-message", "gone"));

        using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Watch"), [""]);

        Assert.AreEqual("one", await call.ReadAsync());
        Assert.AreEqual("two", await call.ReadAsync());
        Assert.IsNull(await call.ReadAsync());
        Assert.AreEqual("14", call.Status);
        Assert.AreEqual("gone", call.Trailer("grpc-message"));
    }

    [TestMethod]
    public async Task Over_HTTP_1_1_the_trailers_of_a_mock_are_left_out()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j.Stream((_, _) => Messages()).Trailer("X-Sum", "1"));

        using HttpResponseMessage response = await proxy.Client().GetAsync(new Uri("https://api.example.com/")).Soon();

        CollectionAssert.AreEqual((byte[])[.. GrpcFrame.Of("one"), .. GrpcFrame.Of("two")], await response.Content.ReadAsByteArrayAsync());
        Assert.IsEmpty(response.TrailingHeaders);
        Assert.IsFalse(response.Headers.Contains("Trailer"));
    }

    [TestMethod]
    public void A_trailer_that_cannot_be_sent_is_refused_when_it_is_said()
    {
        Assert.AreEqual("TO2203", Assert.ThrowsExactly<ProxyException>(() => new MockResponse().Trailer("Content-Length", "1")).Code);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Messages()
    {
        yield return GrpcFrame.Of("one");
        await Task.Yield();
        yield return GrpcFrame.Of("two");
    }
}
