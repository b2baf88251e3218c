using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Control;

/// <summary>What is wrong about a request is told in the same form by every route.</summary>
[TestClass]
public sealed class ControlErrorTests
{
    [TestMethod]
    public async Task Every_path_says_which_methods_it_has()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        foreach (IGrouping<string, ControlRoute> path in RouteTable.All.GroupBy(r => r.Path))
        {
            using HttpRequestMessage request = new(HttpMethod.Patch, Concrete(path.Key));
            using HttpResponseMessage response = await rig.Plain.SendAsync(request);

            await AssertProblemAsync(response, 405, "TO2604", path.Key);
            Assert.IsEmpty(path.Select(r => r.Method).Except(response.Content.Headers.Allow), path.Key);
        }
    }

    [TestMethod]
    public async Task Every_route_refuses_without_the_token()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        rig.Plain.DefaultRequestHeaders.Authorization = null;

        foreach (ControlRoute route in RouteTable.All.Where(r => !r.IsOpen))
        {
            using HttpRequestMessage request = new(new HttpMethod(route.Method), Concrete(route.Path));
            using HttpResponseMessage response = await rig.Plain.SendAsync(request);

            await AssertProblemAsync(response, 401, "TO2601", route.Operation);
        }
    }

    [TestMethod]
    [DataRow("multipart/form-data; boundary=a", null, "{}", 415, "TO2471")]
    [DataRow("application/xml", null, "<a/>", 415, "TO2471")]
    [DataRow("application/json", "gzip", "{}", 415, "TO2471")]
    [DataRow("application/json", null, "{\"\u00ff\":1}", 400, "TO2607")]
    [DataRow("application/json", null, "[]", 400, "TO2610")]
    [DataRow("application/json", null, "{", 400, "TO2607")]
    [DataRow("application/vnd.own+json", "identity", "{\"scoope\":\"1\"}", 400, "TO2608")]
    [DataRow("text/plain", null, "{\"scoope\":\"1\"}", 400, "TO2608")]
    [DataRow("application/x-www-form-urlencoded", null, "{\"scoope\":\"1\"}", 400, "TO2608")]
    [DataRow("", null, "{\"scoope\":\"1\"}", 400, "TO2608")]
    public async Task Every_body_is_checked_alike(string type, string? coding, string body, int status, string code)
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        foreach (ControlRoute route in RouteTable.All.Where(r => r.Body is not null))
        {
            using HttpRequestMessage request = new(new HttpMethod(route.Method), Concrete(route.Path)) { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) };
            request.Content.Headers.ContentType = type.Length == 0 ? null : MediaTypeHeaderValue.Parse(type);
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
            using HttpResponseMessage response = await rig.Plain.SendAsync(request);

            await AssertProblemAsync(response, status, code, route.Operation);
        }
    }

    [TestMethod]
    public async Task Every_body_is_bounded()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        foreach (ControlRoute route in RouteTable.All.Where(r => r.Body is not null))
        {
            using RawConnection connection = await RawConnection.ConnectAsync(rig.Proxy.Session);
            await connection.SendAsync($"{route.Method} /_to/v1/{Concrete(route.Path)} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {rig.Token}\r\nContent-Length: 16777217\r\n\r\n");

            // The server closes the connection later, when the client has had time to read this.
            string head = await connection.ReadHeadAsync().Soon();
            string body = await connection.ReadAsync("{\"title\":\"TO2606".Length).Soon();

            StringAssert.StartsWith(head, "HTTP/1.1 413 ", route.Operation);
            StringAssert.Contains(head, "application/problem+json", route.Operation);
            Assert.AreEqual("{\"title\":\"TO2606", body, route.Operation);
        }
    }

    [TestMethod]
    public async Task A_body_that_is_no_body_is_told()
    {
        await using ControlRig rig = await ControlRig.StartAsync();
        using RawConnection connection = await RawConnection.ConnectAsync(rig.Proxy.Session);
        await connection.SendAsync($"POST /_to/v1/sessions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {rig.Token}\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n");

        string answer = await connection.ReadToEndAsync().Soon();

        StringAssert.StartsWith(answer, "HTTP/1.1 400 ");
        StringAssert.Contains(answer, "TO2607: The body cannot be read to its end.");
    }

    [TestMethod]
    [DataRow("sessions/current/mocks", """{ "response": { "file": " " } }""", "TO2610", "/response/file")]
    [DataRow("sessions/current/mocks", """{ "response": { "text": "a", "content_type": "" } }""", "TO2610", "/response/text")]
    [DataRow("sessions/current/mocks", """{ "response": { "text": "a", "trailers": { "a b": "1" } } }""", "TO2201", "/response/trailers/a b")]
    [DataRow("sessions/current/mocks", """{ "response": { "modifications": [], "trailers": { "a": "1" } } }""", "TO2613", "/response/trailers")]
    [DataRow("sessions/current/mocks", """{ "response": { "held_by": "1" } }""", "TO2613", "/response/held_by")]
    [DataRow("sessions/current/redirects", """{ "from": "a b", "to": "b.test" }""", "TO2102", "/from")]
    [DataRow("sessions/current/redirects", """{ "from": "a.test", "to": "ftp://b.test" }""", "TO2213", "/to")]
    [DataRow("sessions/current/problems/ignore", """{ "codes": [] }""", "TO2214", "/codes")]
    [DataRow("sessions/current/messages/wait", """{ "message": { "json_params": { "$[": 1 } } }""", "TO2220", "/message/json_params/$[")]
    [DataRow("sessions/current/gates", """{ "limit_sec": 0 }""", "TO2610", "/limit_sec")]
    [DataRow("sessions/current/recordings", """{ "har": { "log": { } } }""", "TO2262", "/har")]
    [DataRow("sessions/current/recordings", """{ "file": "a.har", "har": { "log": { } } }""", "TO2613", "")]
    [DataRow("sessions/current/recordings", """{ "mode": "replay", "on_miss": "forward" }""", "TO2640", "/on_miss")]
    [DataRow("sessions/current/recordings", """{ "ignored_json_paths": ["$["] }""", "TO2640", "/ignored_json_paths")]
    [DataRow("sessions/current/recordings", """{ "version": "two" }""", "TO2613", "/version")]
    [DataRow("sessions", """{ "name": "a", "tunnel": ["a b"] }""", "TO2001", "/tunnel")]
    [DataRow("sessions", """{ "name": "a", "listen": "0.0.0.0:0" }""", "TO2001", "/listen")]
    [DataRow("sessions", """{ "name": "a", "limits": { "max_exchanges": 0 } }""", "TO2001", "/limits/max_exchanges")]
    [DataRow("sessions", """{ "name": "a", "ignored_problems": ["all"] }""", "TO2001", "/ignored_problems")]
    [DataRow("sessions", """{ "name": "a", "upstream": { "proxy": "ftp://user:secret@a.test" } }""", "TO2011", "/upstream/proxy")]
    [DataRow("sessions", """{ "name": "a", "upstream": { "proxy": "http://a.test", "proxy_except": ["10.0.0.0/99"] } }""", "TO2012", "/upstream/proxy_except")]
    [DataRow("sessions", """{ "name": "a", "upstream": { "proxy_loopback": true } }""", "TO2613", "/upstream/proxy_loopback")]
    [DataRow("sessions", """{ "name": "a", "upstream": { "addresses": { "a..b": "127.0.0.1" } } }""", "TO2001", "/upstream/addresses")]
    [DataRow("sessions", """{ "name": "a", "upstream": { "client_certificates": { "a.test": { "file": "/nowhere" } } } }""", "TO2472", "/upstream/client_certificates/a.test")]
    [DataRow("sessions", """{ "name": "a", "upstream": { "client_certificates": { "a.test": { "certificate": "secret" } } } }""", "TO2472", "/upstream/client_certificates/a.test")]
    [DataRow("sessions", """{ "name": "a", "upstream": { "client_certificates": { "a.test": { "key": "secret" } } } }""", "TO2613", "/upstream/client_certificates/a.test")]
    public async Task The_place_is_told_and_no_secret(string path, string body, string code, string field)
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (int status, JsonElement problem) = await rig.PostAsync(path, body);

        Assert.AreEqual((400, code, field), (status, problem.GetProperty("code").GetString(), problem.GetProperty("field").GetString()), problem.ToString());
        Assert.IsFalse(problem.ToString().Contains("secret", StringComparison.Ordinal), problem.ToString());
    }

    [TestMethod]
    public async Task All_that_is_wrong_about_options_is_told_with_its_places()
    {
        await using ControlRig rig = await ControlRig.StartAsync();

        (_, JsonElement problem) = await rig.PostAsync("sessions", """{ "name": "a", "block": ["a b"], "limits": { "max_exchanges": 0 } }""");

        string[] errors = [.. problem.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("field").GetString()} {e.GetProperty("detail").GetString()}")];
        CollectionAssert.AreEqual(
            new[]
            {
                "/block TO2001: Session 'a' cannot be opened: Block holds 'a b': 'a b' is not a host name or an IP address. Write 'example.com', 'example.com:8443' or '*.example.com'.",
                "/limits/max_exchanges TO2001: Session 'a' cannot be opened: Limits.MaxExchanges is 0; at least 1 exchange is kept.",
            },
            errors,
            string.Join('\n', errors));
    }

    private static string Concrete(string path) => path.TrimStart('/').Replace("{session}", "current", StringComparison.Ordinal).Replace('{', 'a').Replace('}', 'z');

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status, string code, string about)
    {
        (int seen, JsonElement problem) = await ControlRig.ReadAsync(response);
        Assert.AreEqual((status, "application/problem+json"), (seen, response.Content.Headers.ContentType?.MediaType), about);
        Assert.AreEqual(code, problem.GetProperty("code").GetString(), $"{about}: {problem}");
        Assert.IsTrue(problem.TryGetProperty("remedy", out _), $"{about}: {problem}");
    }
}
