using System.Net;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Recordings;

/// <summary>What is done with a request that is not in the recording; each of them has <c>/a</c>, and is asked for <c>/b</c>.</summary>
[TestClass]
public sealed class MissTests : RecordingTest
{
    [TestMethod]
    public async Task It_goes_to_its_origin_and_is_not_written_down()
    {
        await using TestOrigin origin = await RecordedOriginAsync();
        byte[] before = await File.ReadAllBytesAsync(Recorded);
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Auto) with { OnMiss = ReplayMiss.Forward });

        Assert.AreEqual("/a", await proxy.Client().GetStringAsync(new Uri(origin.Address, "/a")).Soon());
        Assert.AreEqual("/b", await proxy.Client().GetStringAsync(new Uri(origin.Address, "/b")).Soon());

        CollectionAssert.AreEqual(new[] { ExchangeOutcome.Replayed, ExchangeOutcome.Forwarded }, proxy.Root.Exchanges.Select(e => e.Outcome).ToArray());
        Assert.AreEqual((1, 1), (recording.Replayed, recording.Missed));
        Assert.IsEmpty(proxy.Root.Problems);
        Assert.IsFalse(await recording.CommitAsync());
        CollectionAssert.AreEqual(before, await File.ReadAllBytesAsync(Recorded));
    }

    [TestMethod]
    public async Task It_goes_no_further_than_the_session_lets_it()
    {
        await using TestOrigin origin = await RecordedOriginAsync();
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Auto) with { OnMiss = ReplayMiss.Forward });

        HttpResponseMessage response = await proxy.Client().GetAsync(new Uri(origin.Address, "/b")).Soon();

        Assert.AreEqual(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.AreEqual("TO2301", proxy.Root.Problems.Single().Code);
    }

    [TestMethod]
    public async Task It_goes_to_its_origin_and_is_added_to_the_file()
    {
        await using TestOrigin origin = await RecordedOriginAsync();
        await using (TestProxy adding = await TestProxy.StartAsync())
        {
            await using Recording recording = await adding.Root.UseRecordingAsync(Options(RecordingMode.Auto) with { OnMiss = ReplayMiss.ForwardAndRecord, NeverRecord = false });
            await adding.Client().GetStringAsync(new Uri(origin.Address, "/b")).Soon();
            Assert.IsTrue(await recording.CommitAsync());
        }

        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        await using Recording replay = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay));

        Assert.AreEqual("/a", await proxy.Client().GetStringAsync(new Uri(origin.Address, "/a")).Soon());
        Assert.AreEqual("/b", await proxy.Client().GetStringAsync(new Uri(origin.Address, "/b")).Soon());
        Assert.AreEqual(2, replay.Replayed);
    }

    [TestMethod]
    public async Task In_CI_it_is_forwarded_but_not_added()
    {
        await using TestOrigin origin = await RecordedOriginAsync();
        byte[] before = await File.ReadAllBytesAsync(Recorded);
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Auto) with { OnMiss = ReplayMiss.ForwardAndRecord, NeverRecord = true });

        Assert.AreEqual("/b", await proxy.Client().GetStringAsync(new Uri(origin.Address, "/b")).Soon());

        Assert.IsFalse(await recording.CommitAsync());
        CollectionAssert.AreEqual(before, await File.ReadAllBytesAsync(Recorded));
    }

    [TestMethod]
    public async Task Its_connection_is_reset()
    {
        await using TestOrigin origin = await RecordedOriginAsync();
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay) with { OnMiss = ReplayMiss.Reset });

        HttpRequestException reset = await Assert.ThrowsExactlyAsync<HttpRequestException>(() => proxy.Client().GetAsync(new Uri(origin.Address, "/b")).Soon());

        Assert.IsInstanceOfType<IOException>(reset.InnerException);
        Assert.AreEqual("TO2350", proxy.Root.Problems.Single().Code);
        Assert.AreEqual(proxy.Root.Problems.Single().Message, recording.Misses.Single());
        Assert.AreEqual(ExchangeOutcome.Unmatched, proxy.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    public async Task It_is_answered_with_another_status_and_why()
    {
        await using TestOrigin origin = await RecordedOriginAsync();
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay) with { OnMiss = ReplayMiss.Status, MissStatus = 418 });

        HttpResponseMessage response = await proxy.Client().GetAsync(new Uri(origin.Address, "/b")).Soon();

        Assert.AreEqual(418, (int)response.StatusCode);
        Assert.AreEqual("replay-miss", response.Headers.GetValues("X-TestOrchestrator").Single());
        Assert.AreEqual(recording.Misses.Single(), (await response.Content.ReadAsStringAsync()).TrimEnd());
        StringAssert.Contains(recording.Misses.Single(), "path: expected '/a', seen '/b'");
    }

    [TestMethod]
    public async Task What_a_scope_is_answered_from_can_be_asked_for()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        Assert.IsNull(proxy.Root.Recording);

        await using (Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay)))
        {
            await using ProxyScope inner = proxy.Root.OpenScope("inner");
            Assert.AreSame(recording, inner.Recording);
        }

        Assert.IsNull(proxy.Root.Recording);
    }

    private async Task<TestOrigin> RecordedOriginAsync()
    {
        TestOrigin origin = await TestOrigin.StartAsync(context => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, context.Request.Path));
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Record));
        await proxy.Client().GetStringAsync(new Uri(origin.Address, "/a")).Soon();
        Assert.IsTrue(await recording.CommitAsync());
        return origin;
    }
}
