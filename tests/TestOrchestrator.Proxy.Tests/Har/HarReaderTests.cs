using System.Text;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.Tests.WebSockets;
using TestOrchestrator.Proxy.WebSockets;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Har;

[TestClass]
public sealed class HarReaderTests
{
    private const string Entry = """
        {"startedDateTime":"2026-01-31T08:30:00.000Z","time":1,"request":{"method":"GET","url":"https://h/"},"response":{"status":200}}
        """;

    [TestMethod]
    public async Task What_is_written_and_read_and_written_again_is_the_same()
    {
        string written = await EverythingAsync();

        HarLog read = await ReadAsync(written);
        using MemoryStream again = new();
        await HarFile.WriteAsync(again, read, CancellationToken.None);

        Assert.AreEqual(written, Encoding.UTF8.GetString(again.ToArray()));
        HarValidator.Validate(JsonNode.Parse(written)!);
        Assert.HasCount(6, read.Entries);
        Assert.HasCount(1, read.Tunnels);
    }

    [TestMethod]
    public async Task Changed_messages_are_written_and_read()
    {
        HarRequest request = new() { Method = "GET", Url = "https://h/" };
        HarEntry entry = new()
        {
            StartedDateTime = new DateTimeOffset(2026, 1, 31, 8, 30, 0, TimeSpan.FromHours(1)),
            Time = 0,
            Request = request,
            Response = new HarResponse { Status = 200 },
            ForwardedRequest = request with { Url = "https://h/?changed", Headers = [new HarPair("a", "1")] },
            OriginResponse = new HarResponse { Status = 500, Content = new HarContent { MimeType = "text/plain", Body = new HarBody { Text = "no" } } },
        };
        using MemoryStream written = new();
        await HarFile.WriteAsync(written, new HarLog { Creator = HarCreator.Own, Entries = [entry] }, CancellationToken.None);

        string text = Encoding.UTF8.GetString(written.ToArray());
        HarEntry read = (await ReadAsync(text)).Entries.Single();

        HarValidator.Validate(JsonNode.Parse(text)!);
        Assert.AreEqual(entry.StartedDateTime, read.StartedDateTime);
        Assert.AreEqual("https://h/?changed", read.ForwardedRequest?.Url);
        Assert.AreEqual(new HarPair("a", "1"), read.ForwardedRequest?.Headers.Single());
        Assert.AreEqual((500, "no"), (read.OriginResponse?.Status, read.OriginResponse?.Content.Body.Text));
    }

    [TestMethod]
    public async Task A_file_of_Chrome_is_read()
    {
        HarLog log = await ReadAsync("""
            {"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[{"startedDateTime":"2026-01-31T08:30:00.000Z","id":"page_1","title":"https://h/","pageTimings":{"onContentLoad":1.5,"onLoad":null}}],
            "entries":[
              {"_connectionId":"34","_initiator":{"type":"other"},"_priority":"VeryHigh","_resourceType":"document","cache":{},"connection":"443","pageref":"page_1",
               "request":{"method":"POST","url":"https://h/a?b=c","httpVersion":"http/2.0","headers":[{"name":":authority","value":"h"},{"name":"content-type","value":"application/x-www-form-urlencoded"}],"queryString":[{"name":"b","value":"c"}],
                 "cookies":[{"name":"s","value":"1","path":"/","domain":".h","expires":"2027-01-01T00:00:00.000Z","httpOnly":true,"secure":false,"sameSite":"Lax"}],"headersSize":-1,"bodySize":3,"postData":{"mimeType":"application/x-www-form-urlencoded","text":"d=e","params":[{"name":"d","value":"e"}]}},
               "response":{"status":200,"statusText":"","httpVersion":"http/2.0","headers":[{"name":"content-type","value":"image/png"}],"cookies":[],"content":{"size":3,"mimeType":"image/png","text":"AQID","encoding":"base64"},"redirectURL":"","headersSize":-1,"bodySize":-1,"_transferSize":120,"_error":null,"_fetchedViaServiceWorker":false},
               "serverIPAddress":"[::1]","startedDateTime":"2026-01-31T08:30:00.123Z","time":12.345678901234567,
               "timings":{"blocked":1.1,"dns":-1,"ssl":2,"connect":3.5,"send":0.1,"wait":7,"receive":0.6,"_blocked_queueing":0.9}},
              {"_resourceType":"websocket","_webSocketMessages":[{"type":"send","time":1769848200.5,"opcode":1,"data":"hi"},{"type":"receive","time":1769848200.75,"opcode":2,"data":"AQI="}],"cache":{},
               "request":{"method":"GET","url":"wss://h/socket","httpVersion":"HTTP/1.1","headers":[],"queryString":[],"cookies":[],"headersSize":500,"bodySize":0},
               "response":{"status":101,"statusText":"Switching Protocols","httpVersion":"HTTP/1.1","headers":[],"cookies":[],"content":{"size":0,"mimeType":"x-unknown"},"redirectURL":"","headersSize":129,"bodySize":0,"_transferSize":129,"_error":null},
               "startedDateTime":"2026-01-31T08:30:01.000Z","time":5,"timings":{"blocked":-1,"dns":-1,"connect":-1,"send":0,"wait":5,"receive":0,"ssl":-1}},
              {"cache":{},"request":{"method":"GET","url":"https://gone/","httpVersion":"","headers":[],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},
               "response":{"status":0,"statusText":"","httpVersion":"","headers":[],"cookies":[],"content":{"size":0,"mimeType":"x-unknown"},"redirectURL":"","headersSize":-1,"bodySize":-1,"_transferSize":0,"_error":"net::ERR_NAME_NOT_RESOLVED"},
               "startedDateTime":"2026-01-31T08:30:02.000Z","time":1,"timings":{"blocked":1,"dns":-1,"connect":-1,"send":0,"wait":0,"receive":0,"ssl":-1}}
            ]}}
            """);

        Assert.AreEqual("WebInspector", log.Creator.Name);
        HarEntry first = log.Entries[0];
        Assert.AreEqual(("POST", "https://h/a?b=c", "http/2.0"), (first.Request.Method, first.Request.Url, first.Request.HttpVersion));
        Assert.AreEqual(new HarCookie { Name = "s", Value = "1", Path = "/", Domain = ".h", Expires = "2027-01-01T00:00:00.000Z", HttpOnly = true, Secure = false }, first.Request.Cookies.Single());
        Assert.AreEqual("d=e", first.Request.PostData?.Body.Text);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, first.Response.Content.Body.Bytes(first.Response.Content.MimeType));
        Assert.AreEqual((1.1, 3.5, 2.0), (first.Timings.Blocked, first.Timings.Connect, first.Timings.Ssl));
        Assert.AreEqual("hi AQI=", string.Join(' ', log.Entries[1].WebSocketMessages!.Value.Select(m => m.Data)));
        Assert.AreEqual(1769848200.5, log.Entries[1].WebSocketMessages!.Value[0].Time);
        Assert.AreEqual((0, "net::ERR_NAME_NOT_RESOLVED"), (log.Entries[2].Response.Status, log.Entries[2].Response.Error));
    }

    [TestMethod]
    public async Task A_file_of_Firefox_is_read()
    {
        HarLog log = await ReadAsync("""
            {"log":{"version":"1.2","creator":{"name":"Firefox","version":"140.0"},"browser":{"name":"Firefox","version":"140.0"},"pages":[{"id":"page_1","pageTimings":{"onContentLoad":-1,"onLoad":-1},"startedDateTime":"2026-01-31T09:30:00.000+01:00","title":"https://h/"}],
            "entries":[{"startedDateTime":"2026-01-31T09:30:00.000+01:00","request":{"bodySize":0,"method":"GET","url":"https://h/","httpVersion":"HTTP/2","headers":[{"name":"Host","value":"h"}],"cookies":[],"queryString":[],"headersSize":400},
              "response":{"status":200,"statusText":"","httpVersion":"HTTP/2","headers":[],"cookies":[{"name":"a","value":"b","httpOnly":true}],"content":{"mimeType":"text/html; charset=iso-8859-1","size":4,"text":"grün"},"redirectURL":"","headersSize":100,"bodySize":104},
              "cache":{"afterRequest":null},"timings":{"blocked":0,"dns":0,"connect":0,"ssl":0,"send":0,"wait":30,"receive":0},"time":30,"_securityState":"secure","serverIPAddress":"127.0.0.1","connection":"443","pageref":"page_1"}]}}
            """);

        HarEntry entry = log.Entries.Single();
        Assert.AreEqual(TimeSpan.FromHours(1), entry.StartedDateTime.Offset);
        CollectionAssert.AreEqual(new byte[] { (byte)'g', (byte)'r', 0xFC, (byte)'n' }, entry.Response.Content.Body.Bytes(entry.Response.Content.MimeType));
    }

    [TestMethod]
    public async Task A_file_of_a_proxy_is_read()
    {
        HarLog log = await ReadAsync("""
            {"log":{"version":"1.2","creator":{"name":"mitmproxy","version":"11.0.0","comment":""},"pages":[],
            "entries":[{"startedDateTime":"2026-01-31T08:30:00.123456+00:00","time":55.12,"request":{"method":"POST","url":"http://h/","httpVersion":"HTTP/1.1","cookies":[],"headers":[],"queryString":[],"headersSize":120,"bodySize":2.0,
              "postData":{"mimeType":"application/json","text":"{}","params":[]}},
              "response":{"status":204,"statusText":"No Content","httpVersion":"HTTP/1.1","cookies":[],"headers":[],"content":{"size":0,"compression":0,"mimeType":"","text":""},"redirectURL":"","headersSize":99,"bodySize":0},
              "cache":{},"timings":{"connect":1.5,"ssl":-1.0,"send":2.1,"receive":3.0,"wait":48.5},"serverIPAddress":"127.0.0.1"}]}}
            """);

        HarEntry entry = log.Entries.Single();
        Assert.AreEqual((204, 2L, 48.5, 0L), (entry.Response.Status, entry.Request.BodySize, entry.Timings.Wait, entry.Response.Content.Compression));
    }

    [TestMethod]
    public async Task What_is_optional_may_be_missing_or_null()
    {
        HarLog log = await ReadAsync($$$"""
            {"log":{"entries":[{{{Entry}}},
            {"startedDateTime":"2026-01-31T08:30:00Z","time":null,"request":{"method":"GET","url":"https://h/","headers":null,"postData":null},"response":{"status":200,"content":{"mimeType":null}},"timings":null}]}}
            """);

        HarEntry bare = log.Entries[0];
        Assert.AreEqual((200, "", -1L, -1L), (bare.Response.Status, bare.Response.StatusText, bare.Response.BodySize, bare.Request.HeadersSize));
        Assert.IsNull(bare.Facts);
        Assert.IsNull(bare.WebSocketMessages);
        Assert.AreEqual(0, log.Entries[1].Time);
        Assert.IsEmpty(log.Entries[1].Response.Content.Body.Bytes(""));
    }

    [TestMethod]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        ProxyException wrong = await RefusedAsync("""
            {"log":{"version":"2.0","entries":[
            {"startedDateTime":"yesterday","time":"12","request":{"method":7,"url":"/relative","headers":{"a":"b"},"bodySize":1.5},"response":{"status":"200","content":{"text":"###","encoding":"base64"},"cookies":[5]}},
            {"startedDateTime":"2026-01-31T08:30:00Z","request":{"url":"https://h/","postData":{"text":"x","_encoding":"rot13"}},"response":{"status":1000,"content":{"_capture":"lost"}},"_webSocketMessages":[{"type":"sent","opcode":1,"data":null}]},
            {"startedDateTime":"2026-01-31T08:30:00Z","request":null}
            ]}}
            """);

        Assert.AreEqual("TO2262", wrong.Code);
        Assert.AreEqual(
            """
            TO2262: The file 'a.har' is not HAR 1.2:
              'log.version' is "2.0"; it must be "1.2".
              'log.entries[0].startedDateTime' is "yesterday"; it must be a time such as "2026-01-31T08:30:00.000+00:00".
              'log.entries[0].time' is "12"; it must be a number.
              'log.entries[0].request.url' is "/relative"; it must be an absolute URL.
              'log.entries[0].request.method' is 7; it must be a text.
              'log.entries[0].request.headers' is an object; it must be an array.
              'log.entries[0].request.bodySize' is 1.5; it must be a whole number, at least -1.
              'log.entries[0].response.status' is "200"; it must be a whole number from 0 to 999.
              'log.entries[0].response.cookies[0]' is 5; it must be an object.
              'log.entries[0].response.content.text' is "###"; it must be base64, as the encoding says.
              'log.entries[1].request.method' is missing; it must be a text.
              'log.entries[1].request.postData._encoding' is "rot13"; it must be "base64", or missing.
              'log.entries[1].response.status' is 1000; it must be a whole number from 0 to 999.
              'log.entries[1].response.content._capture' is "lost"; it must be "whole", "truncated" or "dropped".
              'log.entries[1]._webSocketMessages[0].type' is "sent"; it must be "send" or "receive".
              'log.entries[1]._webSocketMessages[0].time' is missing; it must be a number.
              'log.entries[2].request' is missing; it must be an object.
              'log.entries[2].response' is missing; it must be an object.
            """,
            wrong.Message);
    }

    [TestMethod]
    [DataRow("", "TO2261: The HAR file 'a.har' is not JSON, line 1, byte 1: ")]
    [DataRow("{\"log\":\n{]", "TO2261: The HAR file 'a.har' is not JSON, line 2, byte 2: ")]
    [DataRow("[]", "TO2262: The file 'a.har' is not HAR 1.2:\n  The file holds no object; it must be one with the field 'log'.")]
    [DataRow("{}", "TO2262: The file 'a.har' is not HAR 1.2:\n  'log' is missing; it must be an object.")]
    [DataRow("{\"log\":[]}", "TO2262: The file 'a.har' is not HAR 1.2:\n  'log' is an array; it must be an object.")]
    [DataRow("{\"log\":{}}", "TO2262: The file 'a.har' is not HAR 1.2:\n  'log.entries' is missing; it must be an array.")]
    [DataRow("{\"log\":{\"entries\":[],\"creator\":{\"name\":\"\\ud800\"}}}", "TO2262: The file 'a.har' is not HAR 1.2:\n  'log.creator.name' is \"\\ud800\"; it must be a text of whole characters.")]
    [DataRow("{\"log\":{\"entries\":[],\"_tunnels\":[{\"startedDateTime\":\"2026-01-31T08:30:00Z\",\"target\":\"h:1\",\"_to\":{\"\\ud800\":1}}]}}", "TO2262: The file 'a.har' is not HAR 1.2: the name of a field is not of whole characters.")]
    [DataRow("{\"log\":{\"entries\":[],\"_tunnels\":[{\"startedDateTime\":\"2026-01-31T08:30:00Z\",\"target\":\"h:1\",\"_to\":{\"a\":\"\\ud800\"}}]}}", "TO2262: The file 'a.har' is not HAR 1.2:\n  'log._tunnels[0]._to.a' is \"\\ud800\"; it must be a text of whole characters.")]
    public async Task What_is_no_HAR_is_refused(string text, string expected) => StringAssert.StartsWith((await RefusedAsync(text)).Message, expected);

    [TestMethod]
    public async Task Depth_and_the_number_of_problems_are_bounded()
    {
        StringAssert.StartsWith((await RefusedAsync(new string('[', 100_000))).Message, "TO2261: ");
        StringAssert.EndsWith((await RefusedAsync($"{{\"log\":{{\"entries\":[{string.Join(',', Enumerable.Repeat("1", 100))}]}}}}")).Message, "\n  and 80 more");
    }

    [TestMethod]
    public async Task A_file_that_is_not_there_or_too_long_is_refused()
    {
        using TestDirectory directory = new();
        string path = directory.File("long.har");
        await using (FileStream file = File.Create(path))
        {
            file.SetLength(HarFile.MaxLength + 1);
        }

        ProxyException absent = await Assert.ThrowsExactlyAsync<ProxyException>(() => HarFile.ReadAsync(directory.File("absent.har"), CancellationToken.None));
        ProxyException tooLong = await Assert.ThrowsExactlyAsync<ProxyException>(() => HarFile.ReadAsync(path, CancellationToken.None));

        StringAssert.StartsWith(absent.Message, $"TO2260: The HAR file '{directory.File("absent.har")}' cannot be read: Could not find file");
        Assert.AreEqual($"TO2260: The HAR file '{path}' has 268435457 bytes; the limit is 268435456. Split it, or leave out bodies.", tooLong.Message);
    }

    // Whatever is changed in a file, it is read or refused with a reason.
    [TestMethod]
    public async Task No_file_does_harm()
    {
        byte[] sound = Encoding.UTF8.GetBytes(await EverythingAsync());
        Random random = new(20250103);
        string[] fragments = ["null", "{}", "[]", "\"\"", "-1", "1e999", "{\"name\":1}", "\"\\ud800\"", ",", "}", "]", "\"", "\0"];
        for (int round = 0; round < 500; round++)
        {
            byte[] changed = [.. sound];
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                byte[] fragment = Encoding.UTF8.GetBytes(fragments[random.Next(fragments.Length)]);
                int at = random.Next(changed.Length - 20);
                changed = [.. changed[..at], .. fragment, .. changed[(at + random.Next(20))..]];
            }

            try
            {
                await HarFile.ReadAsync("a.har", new MemoryStream(changed), CancellationToken.None);
            }
            catch (ProxyException refused) when (refused.Code is "TO2261" or "TO2262")
            {
                // With a reason.
            }
        }

        // Sound JSON of the wrong shape, too.
        foreach (string instead in fragments.Take(8))
        {
            foreach (string path in Fields(JsonNode.Parse(sound)!))
            {
                string text = Encoding.UTF8.GetString(sound);
                JsonNode har = JsonNode.Parse(text)!;
                Replace(har, path, instead);
                try
                {
                    await ReadAsync(har.ToJsonString());
                }
                catch (ProxyException refused) when (refused.Code is "TO2261" or "TO2262")
                {
                    // With a reason.
                }
            }
        }
    }

    private static IEnumerable<string> Fields(JsonNode node) => node switch
    {
        JsonObject members => members.Where(m => m.Value is not null).SelectMany(m => Fields(m.Value!).Append(m.Value!.GetPath())),
        JsonArray items => items.Take(1).Where(i => i is not null).SelectMany(i => Fields(i!)),
        _ => [],
    };

    private static void Replace(JsonNode har, string path, string with)
    {
        string[] steps = path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries)[1..];
        JsonNode owner = har;
        foreach (string step in steps[..^1])
        {
            owner = owner is JsonArray items ? items[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : owner[step]!;
        }

        owner[steps[^1]] = with.Contains("\\ud800", StringComparison.Ordinal) || with.Contains("1e999", StringComparison.Ordinal) ? 1.5 : JsonNode.Parse(with);
    }

    private static async Task<ProxyException> RefusedAsync(string text) => await Assert.ThrowsExactlyAsync<ProxyException>(() => ReadAsync(text));

    private static Task<HarLog> ReadAsync(string text) => HarFile.ReadAsync("a.har", new MemoryStream(Encoding.UTF8.GetBytes(text)), CancellationToken.None);

    // One of each: mocked, forwarded, failed, unmatched or dropped, a form, a WebSocket, a tunnel.
    private static async Task<string> EverythingAsync()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with
        {
            Tunnel = ["127.0.0.2"],
            Limits = new() { MaxBodyBytes = 200, MaxSessionBodyBytes = 600 },
        });
        await using TestOrigin origin = await TestOrigin.StartAsync("forwarded");
        proxy.Root.When(r => r.Path("/mocked")).Respond(j => j.Header("Set-Cookie", "a=b; Path=/").Json(new { a = "grün", b = 1.5 }));
        proxy.Root.When(r => r.Path("/bytes")).Respond(j => j.Bytes(Enumerable.Repeat((byte)0xFF, 300).ToArray(), "image/png"));
        HttpClient client = proxy.Client();
        await client.PostAsync(new Uri("https://h/mocked?x=1&x=2"), new FormUrlEncodedContent([new("user", "anna"), new("password", "s3cret")])).Soon();
        await client.PostAsync(origin.Address, new ByteArrayContent([0xFF, 0xFE])).Soon();
        await client.GetAsync(new Uri("https://h/bytes")).Soon();
        await client.GetAsync(new Uri("https://h/bytes")).Soon();
        await client.GetAsync(new Uri("http://127.0.0.1:1/")).Soon();
        using RawOrigin listener = new();
        (RawConnection socket, RawConnection socketOrigin) = await InspectionTests.OpenAsync(proxy, listener, "");
        foreach (byte[] frame in new[] { WebSocketFrame.Text("hello"), WebSocketFrame.Of(WebSocketOpcode.Binary, [1, 2]), WebSocketFrame.Text(new string('a', 250)), WebSocketFrame.Of(WebSocketOpcode.Close, [3, 232]) })
        {
            await socket.SendAsync(frame.Raw());
            await socketOrigin.ReadAsync(frame.Length).Soon();
        }

        using RawConnection tunnel = await RawConnection.ConnectAsync(proxy.Session);
        await tunnel.SendAsync("CONNECT 127.0.0.2:1 HTTP/1.1\r\nHost: 127.0.0.2:1\r\n\r\n");
        await tunnel.ReadToEndAsync().Soon();
        await proxy.Session.DisposeAsync();
        socket.Dispose();
        socketOrigin.Dispose();
        return await proxy.Root.HarAsync();
    }
}
