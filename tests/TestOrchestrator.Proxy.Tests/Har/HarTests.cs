using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Har;

[TestClass]
public sealed class HarTests
{
    [TestMethod]
    public async Task An_entry_says_what_passed_and_when()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
        proxy.Root.When(r => r.Host("h")).Respond(j => j.Status(201).Json(new { id = 1 }).Header("Location", "/charges/1").Delay(TimeSpan.FromSeconds(1)));
        Task<HttpResponseMessage> call = proxy.Client(HttpVersion.Version20).PostAsync(new Uri("https://h/charges?a=1&b=%20x"), new StringContent("{\"sku\":\"bök\"}", Encoding.UTF8, "application/json"));
        await proxy.SeenAsync(1);
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(1)).Soon();
        clock.Advance(TimeSpan.FromSeconds(1));
        await call.Soon();

        JsonNode har = await WriteAsync(proxy.Root);

        JsonNode entry = har["log"]!["entries"]![0]!;
        entry["request"]!["headers"]!.AsArray().Clear();
        Assert.AreEqual("""
            {
              "startedDateTime": "2030-01-01T00:00:00.000+00:00",
              "time": 1000,
              "request": {
                "method": "POST",
                "url": "https://h/charges?a=1&b=%20x",
                "httpVersion": "HTTP/2",
                "cookies": [],
                "headers": [],
                "queryString": [
                  {
                    "name": "a",
                    "value": "1"
                  },
                  {
                    "name": "b",
                    "value": " x"
                  }
                ],
                "postData": {
                  "mimeType": "application/json; charset=utf-8",
                  "params": [],
                  "text": "{\"sku\":\"bök\"}"
                },
                "headersSize": -1,
                "bodySize": 14
              },
              "response": {
                "status": 201,
                "statusText": "Created",
                "httpVersion": "HTTP/2",
                "cookies": [],
                "headers": [
                  {
                    "name": "Location",
                    "value": "/charges/1"
                  },
                  {
                    "name": "Content-Type",
                    "value": "application/json"
                  },
                  {
                    "name": "Content-Length",
                    "value": "8"
                  }
                ],
                "content": {
                  "size": 8,
                  "mimeType": "application/json",
                  "text": "{\"id\":1}"
                },
                "redirectURL": "/charges/1",
                "headersSize": -1,
                "bodySize": 8
              },
              "cache": {},
              "timings": {
                "blocked": -1,
                "dns": -1,
                "connect": -1,
                "ssl": -1,
                "send": 0,
                "wait": 1000,
                "receive": 0
              },
              "_to": {
                "number": 1,
                "scope": "session",
                "outcome": "mocked",
                "mock": "ANY h/** (scope 'session')"
              }
            }
            """, entry.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [TestMethod]
    public async Task Whatever_happened_is_in_the_file_and_the_file_is_valid()
    {
        using RawOrigin listed = new();
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.LoopbackOnly, s => s with { Tunnel = ["127.0.0.1"] });
        await using TestOrigin origin = await TestOrigin.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = "unknown";
            return context.Response.Body.WriteAsync(new byte[] { 0xFF, 0xFE, 0x00 }).AsTask();
        });
        using ResponseGate gate = new();
        proxy.Root.When(r => r.Host("held.example.com")).Respond(j => j.HeldBy(gate));
        proxy.Root.When(r => r.Host("utf16.example.com")).Respond(j => j.Bytes(Encoding.Unicode.GetBytes("grün"), "text/plain; charset=utf-16"));
        using ClosedPort closed = new();
        string gone = closed.Authority;

        HttpClient client = proxy.Client();
        await client.PostAsync(new Uri(origin.Address, "/binary"), new ByteArrayContent([0x80, 0x81])).Soon();
        await client.GetAsync(new Uri("https://unmatched.example.com/")).Soon();
        await client.GetAsync(new Uri($"http://{gone}/")).Soon();
        await client.GetAsync(new Uri("https://utf16.example.com/")).Soon();
        using RawConnection tunnel = await RawConnection.ConnectThroughAsync(proxy.Session, listed.Authority);
        Task held = client.GetAsync(new Uri("https://held.example.com/"));
        await gate.WaitForHeldAsync(1);

        JsonNode log = (await WriteAsync(proxy.Root))["log"]!;

        JsonArray entries = log["entries"]!.AsArray();
        CollectionAssert.AreEqual(new[] { "forwarded", "unmatched", "failed", "mocked", "pending" }, entries.Select(e => e!["_to"]!["outcome"]!.GetValue<string>()).ToArray());
        Assert.AreEqual("gIE=", entries[0]!["request"]!["postData"]!["text"]!.GetValue<string>());
        Assert.AreEqual("base64", entries[0]!["request"]!["postData"]!["_encoding"]!.GetValue<string>());
        Assert.AreEqual("//4A", entries[0]!["response"]!["content"]!["text"]!.GetValue<string>());
        Assert.AreEqual("base64", entries[0]!["response"]!["content"]!["encoding"]!.GetValue<string>());
        Assert.AreEqual("ConnectionError: Connection refused", entries[2]!["response"]!["_error"]!.GetValue<string>());
        Assert.AreEqual("grün", entries[3]!["response"]!["content"]!["text"]!.GetValue<string>());
        Assert.AreEqual(0, entries[4]!["response"]!["status"]!.GetValue<int>());
        Assert.AreEqual(listed.Authority, log["_tunnels"]![0]!["target"]!.GetValue<string>());
        Assert.AreEqual("the host is listed in Tunnel", log["_tunnels"]![0]!["_to"]!["reason"]!.GetValue<string>());
        gate.Open();
        await held.Soon();
    }

    [TestMethod]
    public async Task Secrets_are_not_written()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j.Header("Set-Cookie", "session=s3cret").Text("ok"));
        using HttpRequestMessage request = new(HttpMethod.Get, "https://h/")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "s3cret") },
        };
        request.Headers.Add("Cookie", "session=s3cret");
        await proxy.Client().SendAsync(request).Soon();

        string text = (await WriteAsync(proxy.Root)).ToJsonString();

        Assert.DoesNotContain("s3cret", text);
        Assert.AreEqual(5, text.Split("[redacted]").Length - 1);
        Assert.AreEqual("Bearer s3cret", proxy.Root.Exchanges.Single().Request.Headers["Authorization"]);
    }

    [TestMethod]
    public async Task What_is_secret_is_for_the_session_to_say()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { RedactedHeaders = [.. s.RedactedHeaders, "X-Api-Key"] });
        proxy.Root.When(r => r).Respond(j => j);
        using HttpRequestMessage request = new(HttpMethod.Get, "https://h/") { Headers = { { "x-api-key", "s3cret" } } };
        await proxy.Client().SendAsync(request).Soon();

        Assert.DoesNotContain("s3cret", (await WriteAsync(proxy.Root)).ToJsonString());
    }

    [TestMethod]
    public async Task What_was_not_kept_is_marked()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Limits = new ProxySessionLimits { MaxBodyBytes = 4, MaxSessionBodyBytes = 6 } });
        proxy.Root.When(r => r.Path("/short")).Respond(j => j.Text("abcd"));
        proxy.Root.When(r => r.Path("/long")).Respond(j => j.Text("abcdefgh"));
        await proxy.Client().GetAsync(new Uri("https://h/short")).Soon();
        await proxy.Client().GetAsync(new Uri("https://h/long")).Soon();

        JsonArray entries = (await WriteAsync(proxy.Root))["log"]!["entries"]!.AsArray();

        Assert.AreEqual("dropped", entries[0]!["response"]!["content"]!["_capture"]!.GetValue<string>());
        Assert.AreEqual("truncated", entries[1]!["response"]!["content"]!["_capture"]!.GetValue<string>());
        Assert.AreEqual("abcd", entries[1]!["response"]!["content"]!["text"]!.GetValue<string>());
        Assert.AreEqual(8, entries[1]!["response"]!["bodySize"]!.GetValue<int>());
    }

    [TestMethod]
    public async Task A_scope_writes_what_it_sees()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j);
        await proxy.Client().GetAsync(new Uri("https://before/")).Soon();
        await using ProxyScope test = proxy.Root.OpenScope("test");
        await proxy.Client().GetAsync(new Uri("https://within/")).Soon();

        JsonArray entries = (await WriteAsync(test))["log"]!["entries"]!.AsArray();

        Assert.AreEqual("https://within/", entries.Single()!["request"]!["url"]!.GetValue<string>());
    }

    [TestMethod]
    public async Task The_file_is_replaced_whole_or_not_at_all()
    {
        using TestDirectory directory = new();
        string path = directory.File("traffic.har");
        await File.WriteAllTextAsync(path, "old");
        await using TestProxy proxy = await TestProxy.StartAsync();
        using CancellationTokenSource canceled = new();
        await canceled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => proxy.Root.WriteHarAsync(path, canceled.Token));
        Assert.AreEqual("old", await File.ReadAllTextAsync(path));

        await proxy.Session.DisposeAsync();
        await proxy.Root.WriteHarAsync(path);
        HarValidator.Validate(JsonNode.Parse(await File.ReadAllTextAsync(path))!);
        CollectionAssert.AreEqual(new[] { path }, Directory.GetFiles(directory.Path));
    }

    private static async Task<JsonNode> WriteAsync(ProxyScope scope)
    {
        using TestDirectory directory = new();
        string path = directory.File("traffic.har");
        await scope.WriteHarAsync(path);
        JsonNode har = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        HarValidator.Validate(har);
        return har;
    }
}
