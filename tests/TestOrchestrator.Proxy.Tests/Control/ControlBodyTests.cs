using System.Text;
using System.Text.Json;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlBodyTests
{
    [TestMethod]
    public async Task A_member_that_is_not_known_is_refused_with_the_nearest_one()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement problem) = await rig.PostAsync("sessions/current/mocks", """{ "predicates": { "hots": "a.test" }, "response": { "status": 200 } }""");

        Assert.AreEqual(400, status);
        JsonElement error = problem.GetProperty("errors")[0];
        Assert.AreEqual("""{"code":"TO2608","detail":"TO2608: MockPredicates has no member 'hots'.","field":"/predicates/hots","seen":"hots","remedy":"Did you mean 'host'?"}""", error.GetRawText());
        Assert.AreEqual("TO2608", problem.GetProperty("code").GetString());
        Assert.AreEqual("/predicates/hots", problem.GetProperty("field").GetString());
        Assert.AreEqual(400, problem.GetProperty("status").GetInt32());
    }

    [TestMethod]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement problem) = await rig.PostAsync("sessions", """{ "unmatched": "never", "tunnel": ["a.test", 7], "limits": { "quiet_sec": -1, "max_exchanges": 1.5 } }""");

        Assert.AreEqual(400, status);
        string[] fields = [.. problem.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("code").GetString()} {e.GetProperty("field").GetString()} {e.GetProperty("seen").GetString()}")];
        Assert.AreEqual(
            "TO2610 /unmatched \"never\"; TO2610 /tunnel/1 7; TO2610 /limits/quiet_sec -1; TO2610 /limits/max_exchanges 1.5; TO2609 /name nothing",
            string.Join("; ", fields));
    }

    [TestMethod]
    [DataRow("""{ "predicates": { "host": "a b" }, "response": { "status": 200 } }""", "TO2102", "/predicates/host")]
    [DataRow("""{ "predicates": { "command": "re:(" }, "response": { "status": 200 } }""", "TO2103", "/predicates/command")]
    [DataRow("""{ "predicates": { "method": ["GET", "CONNECT"] }, "response": { "status": 200 } }""", "TO2104", "/predicates/method")]
    [DataRow("""{ "response": { "file": "/nowhere/at/all" } }""", "TO2206", "/response/file")]
    [DataRow("""{ "response": { "text": "a", "headers": { "Content-Length": "1" } } }""", "TO2203", "/response/headers/Content-Length")]
    [DataRow("""{ "response": { "text": "a", "headers": [{ "action": "PUT", "key": "a b", "value": "1" }] } }""", "TO2201", "/response/headers/0")]
    [DataRow("""{ "response": { "text": "a", "status": 204 } }""", "TO2205", "/response")]
    [DataRow("""{ "predicates": { "applicable_for_requests": { "after_index": 3, "before_index": 4 } }, "response": { "status": 200 } }""", "TO2210", "/predicates/applicable_for_requests")]
    [DataRow("""{ "response": { "text": "a", "json": null } }""", "TO2613", "/response")]
    [DataRow("""{ "response": { "base64": "?" } }""", "TO2613", "/response/base64")]
    [DataRow("""{ "predicates": { } }""", "TO2613", "")]
    [DataRow("""{ "response": { "status": 200 }, "responses": [] }""", "TO2613", "")]
    [DataRow("""{ "scope": "nowhere", "response": { "status": 200 } }""", "TO2605", null)]
    public async Task What_the_proxy_objects_to_is_told_with_its_place(string body, string code, string? field)
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement problem) = await rig.PostAsync("sessions/current/mocks", body);

        Assert.AreEqual(code == "TO2605" ? 404 : 400, status);
        Assert.AreEqual(code, problem.GetProperty("code").GetString());
        Assert.AreEqual(field, problem.TryGetProperty("field", out JsonElement at) ? at.GetString() : null);
        Assert.IsEmpty(await rig.Session.MocksAsync());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{")]
    [DataRow("""{ "name": "a", "name": "b" }""")]
    public async Task What_is_not_an_object_is_refused(string body)
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement problem) = await rig.PostAsync("sessions", body);

        Assert.AreEqual(400, status);
        StringAssert.StartsWith(problem.GetProperty("code").GetString(), "TO26");
    }

    [TestMethod]
    [DataRow("{\"h\u00ff\":1}")]
    [DataRow("{\"predicates\":{\"host\":\"\u00ff\"}}")]
    [DataRow("{\"predicates\":{\"host\":[\"\\ud800\"]}}")]
    public async Task Texts_that_are_none_are_refused(string body)
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement problem) = await rig.PostAsync("sessions/current/mocks", body, Encoding.Latin1);

        Assert.AreEqual(400, status);
        Assert.AreEqual("TO2607", problem.GetProperty("code").GetString());
    }

    [TestMethod]
    public async Task Depth_is_bounded()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        string deep = $$"""{ "response": { "json": {{new string('[', 200)}}{{new string(']', 200)}} } }""";

        (int status, JsonElement problem) = await rig.PostAsync("sessions/current/mocks", deep);

        Assert.AreEqual(400, status);
        Assert.AreEqual("TO2607", problem.GetProperty("code").GetString());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Length_is_bounded(bool isKnown)
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        byte[] long17 = Encoding.UTF8.GetBytes($$"""{ "name": "{{new string('a', 17 * 1024 * 1024)}}" }""");
        using HttpRequestMessage request = new(HttpMethod.Post, "sessions") { Content = new ByteArrayContent(long17) };
        request.Headers.TransferEncodingChunked = !isKnown;
        request.Headers.ExpectContinue = true;

        using HttpResponseMessage response = await rig.Plain.SendAsync(request);
        (int status, JsonElement problem) = await ControlRig.ReadAsync(response);

        Assert.AreEqual(413, status);
        Assert.AreEqual("TO2606", problem.GetProperty("code").GetString());
    }

    [TestMethod]
    public async Task What_there_is_not_is_told_with_what_there_is()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int noPath, JsonElement path) = await rig.GetAsync("sesions");
        (int noMethod, JsonElement method) = await rig.SendAsync(HttpMethod.Put, "sessions", ("Authorization", $"Bearer {rig.Token}"));
        (int noSession, JsonElement session) = await rig.GetAsync("sessions/nowhere");
        (int noParameter, JsonElement parameter) = await rig.GetAsync("sessions/current/exchanges?scoop=1");
        (int badParameter, JsonElement bad) = await rig.GetAsync("sessions/current/exchanges?limit=many");

        Assert.AreEqual((404, "Did you mean '/_to/v1/sessions'? GET /_to/v1/openapi.json lists what there is."), (noPath, path.GetProperty("remedy").GetString()));
        Assert.AreEqual((405, "Use GET or POST."), (noMethod, method.GetProperty("remedy").GetString()));
        Assert.AreEqual((404, "TO2605: There is no session 'nowhere'."), (noSession, session.GetProperty("detail").GetString()));
        Assert.AreEqual((400, "TO2612: There is no query parameter 'scoop' here."), (noParameter, parameter.GetProperty("detail").GetString()));
        Assert.AreEqual((400, "TO2612: The query parameter 'limit' cannot be 'many'."), (badParameter, bad.GetProperty("detail").GetString()));
    }

    [TestMethod]
    public async Task What_is_null_is_not_said()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement mock) = await rig.PostAsync(
            "sessions/current/mocks", """{ "predicates": { "host": null, "command": "/a", "applicable_for_requests": null }, "response": { "text": "a", "status": null } }""");

        Assert.AreEqual(201, status);
        Assert.AreEqual("ANY */a", mock.GetProperty("pattern").GetString());
    }
}
