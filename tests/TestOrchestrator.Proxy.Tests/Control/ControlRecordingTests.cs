using System.Text.Json;
using TestOrchestrator.Proxy.Client;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlRecordingTests
{
    [TestMethod]
    public async Task A_scope_is_recorded_to_a_file_and_answered_from_it()
    {
        using TestDirectory directory = new();
        string file = Path.Combine(directory.Path, "Test.har");
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        string url = await RecordAsync(rig, new RecordingDefinition { File = file }, commit: r => r.CommitAsync());
        Assert.IsTrue(File.Exists(file));

        await using ControlledRecording replayed = await rig.Session.UseRecordingAsync(new RecordingDefinition { File = file, Mode = "replay" });
        string answer = await rig.Proxy.Client().GetStringAsync(url).Soon();
        using HttpResponseMessage missed = await rig.Proxy.Client().GetAsync($"{url}other").Soon();
        RecordingReport now = await replayed.GetAsync();

        Assert.AreEqual("of the origin", answer);
        Assert.AreEqual((502, "replay-miss"), ((int)missed.StatusCode, missed.Headers.GetValues("X-TestOrchestrator").Single()));
        Assert.AreEqual((file, "replay", 1, 1), (now.File, now.Mode, now.Replayed, now.Missed));
        Assert.IsNotNull(now.RecordedAt);
        Assert.AreEqual(now.Id, (await rig.Session.RecordingsAsync()).Single().Id);
        Assert.AreEqual("TO2350", (await rig.Session.ProblemsAsync()).Single().Code);
    }

    [TestMethod]
    public async Task Without_a_file_HAR_goes_over_the_wire_and_comes_back()
    {
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        JsonElement? har = null;
        string url = await RecordAsync(rig, new RecordingDefinition { Mode = "record" }, async r => har = (await r.CommitAsync()).Har);

        await using ControlledRecording replayed = await rig.Session.UseRecordingAsync(new RecordingDefinition { Har = har });
        string answer = await rig.Proxy.Client().GetStringAsync(url).Soon();

        Assert.AreEqual("of the origin", answer);
        Assert.AreEqual(("replay", null), (replayed.Used.Mode, replayed.Used.File));
        Assert.AreEqual(1, har!.Value.GetProperty("log").GetProperty("entries").GetArrayLength());
        Assert.IsNull((await replayed.CommitAsync()).Har, "Nothing is new.");
        Assert.IsEmpty(await rig.Session.RecordingsAsync());
    }

    [TestMethod]
    public async Task HAR_of_the_traffic_is_imported_and_what_is_missing_is_added()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync("of the origin");
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        await rig.Session.AddMockAsync(new MockDefinition { Predicates = new Predicates { Host = "api.test" }, Response = new ResponseDefinition { Json = JsonSerializer.SerializeToElement(new { price = 42 }) } });
        await rig.Proxy.Client().GetStringAsync("http://api.test/price").Soon();
        string har = await rig.Session.HarAsync(idle: TimeSpan.Zero);
        await rig.Session.RemoveMocksAsync();

        (int used, JsonElement recording) = await rig.PostAsync("sessions/current/recordings", $$"""{ "har": {{har}}, "mode": "update" }""");
        Assert.AreEqual(201, used, recording.ToString());
        using HttpResponseMessage price = await rig.Proxy.Client().GetAsync("http://api.test/price").Soon();
        string answer = await price.Content.ReadAsStringAsync();
        await rig.Proxy.Client().GetStringAsync(origin.Address).Soon();
        (int committed, JsonElement end) = await rig.PostAsync($"sessions/current/recordings/{recording.GetProperty("id").GetString()}/commit", "");

        Assert.AreEqual(200, committed, end.ToString());
        Assert.AreEqual("""{"price":42}""", answer);
        Assert.AreEqual((1, 2), (end.GetProperty("replayed").GetInt32(), end.GetProperty("har").GetProperty("log").GetProperty("entries").GetArrayLength()));
    }

    [TestMethod]
    public async Task HAR_as_browsers_write_it_is_imported()
    {
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Fail);
        const string Har = """
            { "har": { "log": { "version": "1.2", "creator": { "name": "WebInspector", "version": "537.36" }, "pages": [], "entries": [ {
              "startedDateTime": "2026-01-02T03:04:05.678Z", "time": 12.5, "_priority": "High", "cache": {}, "timings": { "send": 1, "wait": 2, "receive": 3 },
              "request": { "method": "GET", "url": "https://api.test/price?id=1", "httpVersion": "http/2.0", "cookies": [], "queryString": [{ "name": "id", "value": "1" }], "headersSize": -1, "bodySize": 0,
                "headers": [{ "name": ":method", "value": "GET" }, { "name": ":authority", "value": "api.test" }, { "name": "accept-encoding", "value": "gzip, br" }] },
              "response": { "status": 200, "statusText": "", "httpVersion": "http/2.0", "cookies": [], "redirectURL": "", "headersSize": -1, "bodySize": -1,
                "headers": [{ "name": ":status", "value": "200" }, { "name": "content-encoding", "value": "br" }, { "name": "content-length", "value": "7" }, { "name": "transfer-encoding", "value": "chunked" }, { "name": "content-type", "value": "application/json" }],
                "content": { "size": 12, "mimeType": "application/json", "text": "{\"price\":42}" } } } ] } } }
            """;

        (int used, JsonElement recording) = await rig.PostAsync("sessions/current/recordings", Har);
        using HttpResponseMessage response = await rig.Proxy.Client().GetAsync("https://api.test/price?id=1").Soon();

        Assert.AreEqual(201, used, recording.ToString());
        Assert.AreEqual((200, """{"price":42}"""), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.IsEmpty(response.Content.Headers.ContentEncoding);
        Assert.AreEqual("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [TestMethod]
    public async Task What_cannot_be_read_is_told_and_HAR_that_is_sent_reads_no_files()
    {
        using TestDirectory directory = new();
        string file = Path.Combine(directory.Path, "Test.har");
        await File.WriteAllTextAsync(file, "no JSON");
        await using ControlRig rig = await ControlRig.StartAsync();
        const string Outside = """
            { "har": { "log": { "version": "1.2", "entries": [ { "startedDateTime": "2026-01-02T03:04:05Z", "request": { "method": "GET", "url": "http://a.test/", "headers": [] },
              "response": { "status": 200, "headers": [], "content": { "mimeType": "text/plain", "_file": "etc/passwd" } } } ] } } }
            """;

        (int noJson, JsonElement ofFile) = await rig.PostAsync("sessions/current/recordings", JsonSerializer.Serialize(new { file }));
        (int noFile, JsonElement ofHar) = await rig.PostAsync("sessions/current/recordings", Outside);

        Assert.AreEqual((400, "TO2261", "/file"), (noJson, ofFile.GetProperty("code").GetString(), ofFile.GetProperty("field").GetString()), ofFile.ToString());
        Assert.AreEqual((400, "TO2643", "/har"), (noFile, ofHar.GetProperty("code").GetString(), ofHar.GetProperty("field").GetString()), ofHar.ToString());
        Assert.IsEmpty(await rig.Session.RecordingsAsync());
    }

    [TestMethod]
    public async Task It_is_committed_after_its_scope_has_ended_and_once()
    {
        using TestDirectory directory = new();
        string file = Path.Combine(directory.Path, "Test.har");
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        ScopeReport scope = await rig.Session.OpenScopeAsync("a test");
        ControlledRecording? ended = null;
        await RecordAsync(rig, new RecordingDefinition { File = file, Scope = scope.Id }, async r =>
        {
            await rig.Session.EndScopeAsync(scope.Id);
            await r.CommitAsync();
            ended = r;
        });

        ProxyControlException again = await Assert.ThrowsExactlyAsync<ProxyControlException>(() => ended!.CommitAsync());

        Assert.IsTrue(File.Exists(file));
        Assert.AreEqual((404, "TO2605"), (again.Status, again.Code));
    }

    [TestMethod]
    public async Task What_is_discarded_is_not_written()
    {
        using TestDirectory directory = new();
        string file = Path.Combine(directory.Path, "Test.har");
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);

        await RecordAsync(rig, new RecordingDefinition { File = file }, r => r.DisposeAsync().AsTask());

        Assert.IsFalse(File.Exists(file));
        Assert.IsEmpty(await rig.Session.RecordingsAsync());
    }

    [TestMethod]
    public async Task A_scope_uses_one_recording_and_its_file_can_be_written()
    {
        using TestDirectory directory = new();
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "file"), "");
        ProxyControlException? used = null;
        ProxyControlException? unwritable = null;

        await RecordAsync(rig, new RecordingDefinition { File = Path.Combine(directory.Path, "file", "Test.har"), Mode = "record" }, async r =>
        {
            used = await Assert.ThrowsExactlyAsync<ProxyControlException>(() => rig.Session.UseRecordingAsync(new RecordingDefinition { Mode = "off" }));
            unwritable = await Assert.ThrowsExactlyAsync<ProxyControlException>(() => r.CommitAsync());
        });

        Assert.AreEqual((409, "TO2642"), (used!.Status, used.Code));
        Assert.AreEqual((409, "TO2473"), (unwritable!.Status, unwritable.Code));
    }

    // An origin that is gone when this returns.
    private static async Task<string> RecordAsync(ControlRig rig, RecordingDefinition definition, Func<ControlledRecording, Task> commit)
    {
        await using TestOrigin origin = await TestOrigin.StartAsync("of the origin");
        ControlledRecording recording = await rig.Session.UseRecordingAsync(definition with { NeverRecord = false });
        string answer = await rig.Proxy.Client().GetStringAsync(origin.Address).Soon();
        Assert.AreEqual("of the origin", answer);
        Assert.AreEqual("record", recording.Used.Mode);
        await commit(recording);
        return origin.Address.ToString();
    }
}
