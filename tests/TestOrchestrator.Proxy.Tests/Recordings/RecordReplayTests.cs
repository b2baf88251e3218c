using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Recordings;

[TestClass]
public sealed class RecordReplayTests : RecordingTest
{
    [TestMethod]
    public async Task What_was_recorded_is_replayed_in_its_order_when_the_origin_is_gone()
    {
        int calls = 0;
        Uri address = await RecordAsync(
            context => context.Response.WriteAsync($"answer {++calls}"),
            async (client, origin) =>
            {
                await client.GetStringAsync(new Uri(origin, "/a?x=1&y=2")).Soon();
                await client.GetStringAsync(new Uri(origin, "/a?x=1&y=2")).Soon();
            });

        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay));
        string[] answers =
        [
            await proxy.Client().GetStringAsync(new Uri(address, "/a?y=2&x=1")).Soon(),
            await proxy.Client().GetStringAsync(new Uri(address, "/a?x=1&y=2")).Soon(),
            await proxy.Client().GetStringAsync(new Uri(address, "/a?x=1&y=2")).Soon(),
        ];

        CollectionAssert.AreEqual(new[] { "answer 1", "answer 2", "answer 2" }, answers);
        Assert.AreEqual(3, recording.Replayed);
        Assert.IsEmpty(recording.Unused);
        Assert.AreEqual(ExchangeOutcome.Replayed, proxy.Root.Exchanges[0].Outcome);
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    public async Task A_request_that_comes_too_often_is_a_miss_when_repeats_are_strict()
    {
        Uri address = await RecordAsync(context => context.Response.WriteAsync("once"), (client, origin) => client.GetStringAsync(origin));

        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay) with { StrictRepeats = true });
        HttpResponseMessage first = await proxy.Client().GetAsync(address).Soon();
        HttpResponseMessage second = await proxy.Client().GetAsync(address).Soon();

        Assert.AreEqual(HttpStatusCode.OK, first.StatusCode);
        Assert.AreEqual(HttpStatusCode.BadGateway, second.StatusCode);
        StringAssert.Contains(proxy.Root.Problems.Single().Message, "so often, and StrictRepeats");
    }

    [TestMethod]
    public async Task A_miss_shows_what_came_nearest_field_by_field_and_is_a_problem()
    {
        Uri address = await RecordAsync(
            context => context.Response.WriteAsync("paid"),
            (client, origin) => client.PostAsync(new Uri(origin, "/pay?region=eu"), Json("""{"amount":5,"to":{"name":"anna"}}""")));

        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay));
        HttpResponseMessage response = await proxy.Client().PostAsync(new Uri(address, "/pay?region=us"), Json("""{"to":{"name":"bert"},"amount":5.0}""")).Soon();

        Assert.AreEqual(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.AreEqual("replay-miss", response.Headers.GetValues("X-TestOrchestrator").Single());
        ProxyProblem problem = proxy.Root.Problems.Single();
        Assert.AreEqual("TO2350", problem.Code);
        Assert.AreEqual(
            $"""
            TO2350: POST {address}pay?region=us is not in the recording '{Recorded}'. The only entry:
              entry 1: POST {address}pay?region=eu -> 200
                query 'region': expected 'eu', seen 'us'
                body $['to']['name']: expected "anna", seen "bert"
            To add it, use RecordingMode.Update or Record once; to let what differs not count, use IgnoredParameters or IgnoredJsonPaths; to answer it otherwise, add a mock.
            """,
            problem.Message);
        Assert.AreEqual(problem.Message, (await response.Content.ReadAsStringAsync()).TrimEnd());
        Assert.AreEqual(1, recording.Missed);
    }

    [TestMethod]
    public async Task What_is_ignored_does_not_count()
    {
        Uri address = await RecordAsync(
            context => context.Response.WriteAsync("same"),
            (client, origin) => client.PostAsync(new Uri(origin, "/?nonce=1"), Json("""{"id":"a","n":1}""")));

        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay) with { IgnoredParameters = ["nonce"], IgnoredJsonPaths = ["$.id"] });
        HttpResponseMessage response = await proxy.Client().PostAsync(new Uri(address, "/?nonce=2"), Json("""{"n":1,"id":"b"}""")).Soon();

        Assert.AreEqual("same", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task A_header_counts_when_it_is_asked_for()
    {
        Uri address = await RecordAsync(
            context => context.Response.WriteAsync(context.Request.Headers.AcceptLanguage.ToString()),
            async (client, origin) =>
            {
                await SendAsync(client, origin, "Accept-Language", "de");
                await SendAsync(client, origin, "Accept-Language", "fr");
            });

        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay) with { KeyHeaders = ["Accept-Language"] });

        Assert.AreEqual("fr", await SendAsync(proxy.Client(), address, "Accept-Language", "fr"));
        Assert.AreEqual("de", await SendAsync(proxy.Client(), address, "Accept-Language", "de"));
    }

    [TestMethod]
    public async Task Mocks_go_before_the_recording()
    {
        Uri address = await RecordAsync(context => context.Response.WriteAsync("recorded"), (client, origin) => client.GetStringAsync(origin));

        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay));
        proxy.Root.When(r => r).Respond(j => j.Text("mocked"));

        Assert.AreEqual("mocked", await proxy.Client().GetStringAsync(address).Soon());
        Assert.AreEqual(0, recording.Replayed);
    }

    [TestMethod]
    public async Task Nothing_is_written_unless_it_is_committed()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync("x");
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using (await proxy.Root.UseRecordingAsync(Options(RecordingMode.Record)))
        {
            await proxy.Client().GetStringAsync(origin.Address).Soon();
        }

        Assert.IsEmpty(Directory.GetFileSystemEntries(Root));
    }

    [TestMethod]
    public async Task Update_adds_what_is_missing_and_keeps_the_rest()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(context => context.Response.WriteAsync(context.Request.Path));
        foreach ((string path, int replayed) in new[] { ("/b", 0), ("/a", 1) })
        {
            await using TestProxy proxy = await TestProxy.StartAsync();
            await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Update));
            Assert.AreEqual("/b", await proxy.Client().GetStringAsync(new Uri(origin.Address, "/b")).Soon());
            Assert.AreEqual(path, await proxy.Client().GetStringAsync(new Uri(origin.Address, path)).Soon());
            Assert.AreEqual(replayed, Math.Min(recording.Replayed, 1));
            await recording.CommitAsync();
        }

        JsonArray entries = JsonNode.Parse(await File.ReadAllTextAsync(Recorded))!["log"]!["entries"]!.AsArray();
        CollectionAssert.AreEqual(new[] { "/a", "/b", "/b" }, entries.Select(e => new Uri(e!["request"]!["url"]!.GetValue<string>()).AbsolutePath).ToArray());
    }

    [TestMethod]
    public async Task Auto_records_what_is_missing_but_not_in_CI()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using (Recording ci = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Auto) with { NeverRecord = true }))
        {
            Assert.AreEqual(RecordingMode.Replay, ci.Mode);
        }

        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Auto) with { NeverRecord = false });

        Assert.AreEqual(RecordingMode.Record, recording.Mode);
    }

    [TestMethod]
    public async Task The_version_that_fits_best_is_used()
    {
        Directory.CreateDirectory(Path.Combine(Root, "Class"));
        foreach (string name in new[] { "Test", "Test@1.5", "Test@2.3", "Test@3.0" })
        {
            await File.WriteAllTextAsync(Path.Combine(Root, "Class", $"{name}.har"), """{"log":{"version":"1.2","_to":{"recording":1,"version":"2.3"},"entries":[]}}""");
        }

        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay) with { Version = new Version(2, 9) });

        Assert.AreEqual(Path.Combine(Root, "Class", "Test@2.3.har"), recording.File);
        Assert.AreEqual($"The recording '{recording.File}' is of version 2.3, and version 2.9 is tested.", recording.Warnings.Single());
    }

    [TestMethod]
    public async Task Options_that_contradict_each_other_are_refused_all_at_once()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        ProxyException refused = await Assert.ThrowsExactlyAsync<ProxyException>(() => proxy.Root.UseRecordingAsync(
            Options(RecordingMode.Replay) with { OnMiss = ReplayMiss.Forward, MissStatus = 99, IgnoredJsonPaths = ["id"] }));

        Assert.AreEqual("TO2640", refused.Code);
        StringAssert.Contains(refused.Message, "OnMiss is Forward, and Replay never touches the network; use Auto or Update. MissStatus is 99; it is 200 to 599. IgnoredJsonPaths: TO2220");
    }

    [TestMethod]
    public async Task A_scope_has_one_recording()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Record));

        ProxyException refused = await Assert.ThrowsExactlyAsync<ProxyException>(() => proxy.Root.UseRecordingAsync(Options(RecordingMode.Record)));

        Assert.AreEqual("TO2642", refused.Code);
    }
}
