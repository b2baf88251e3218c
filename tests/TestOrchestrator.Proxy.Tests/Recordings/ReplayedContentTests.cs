using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Tests.Grpc;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Recordings;

[TestClass]
public sealed class ReplayedContentTests : RecordingTest
{
    [TestMethod]
    public async Task Recorded_twice_a_file_differs_by_its_date_only_and_holds_no_secret()
    {
        string first = await TextAsync("s3cret-one");
        string second = await TextAsync("s3cret-two");

        Assert.AreEqual(first, second);
        Assert.DoesNotContain("s3cret", first);
        StringAssert.Contains(first, "\"password\": \"«r:00000001»\"");

        async Task<string> TextAsync(string secret)
        {
            Uri address = await RecordAsync(
                context => context.Response.WriteAsJsonAsync(new { access_token = $"{secret}-token", again = $"is {secret}-token" }),
                async (client, origin) =>
                {
                    await client.PostAsync(new Uri(origin, "/login"), Json($$"""{"user":"anna","password":"{{secret}}"}"""));
                    await SendAsync(client, new Uri(origin, "/me"), "Authorization", $"Bearer {secret}-token");
                },
                new ManualTimeProvider());
            return (await File.ReadAllTextAsync(Recorded)).Replace(address.Authority, "origin", StringComparison.Ordinal);
        }
    }

    [TestMethod]
    public async Task A_call_of_gRPC_is_replayed_with_its_trailers()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(tls: true);
        await using (Recording recorded = await rig.Proxy.Root.UseRecordingAsync(Options(RecordingMode.Record)))
        {
            await GetAsync();
            await recorded.CommitAsync();
        }

        await using Recording replayed = await rig.Proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay));
        await GetAsync();

        Assert.AreEqual(1, replayed.Replayed);
        StringAssert.EndsWith(rig.Proxy.Root.Exchanges[1].ToString(), "-> 200, grpc-status 0 OK (replayed)");

        async Task GetAsync()
        {
            using GrpcCall call = await GrpcCall.StartAsync(rig.Client, rig.Method("Get"), ["7"]);
            Assert.AreEqual("order 7", await call.ReadAsync());
            Assert.IsNull(await call.ReadAsync());
            Assert.AreEqual("0", call.Status);
            Assert.AreEqual("AQI", call.Trailer("x-cost-bin"));
        }
    }

    [TestMethod]
    public async Task A_login_is_replayed_with_stand_ins_for_its_secrets()
    {
        Uri address = await RecordAsync(
            async context =>
            {
                if (context.Request.Path == "/login")
                {
                    context.Response.Headers.SetCookie = "sid=s3cret-cookie; Path=/";
                    await context.Response.WriteAsJsonAsync(new { access_token = "s3cret-token" });
                    return;
                }

                await context.Response.WriteAsync($"hello {context.Request.Query["access_token"]}");
            },
            async (client, origin) =>
            {
                await client.PostAsync(new Uri(origin, "/login"), Json("""{"user":"anna","password":"s3cret"}"""));
                await client.GetAsync(new Uri(origin, "/me?access_token=s3cret-token"));
            });

        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay));
        HttpResponseMessage login = await proxy.Client().PostAsync(new Uri(address, "/login"), Json("""{"user":"anna","password":"another"}""")).Soon();
        string token = JsonNode.Parse(await login.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>();
        string cookie = login.Headers.GetValues("Set-Cookie").Single();
        string hello = await proxy.Client().GetStringAsync(new Uri(address, $"/me?access_token={token}")).Soon();
        HttpResponseMessage wrong = await proxy.Client().PostAsync(new Uri(address, "/login"), Json("""{"user":"anna","password":"a third"}""")).Soon();

        StringAssert.Matches(token, new("^secret-r[0-9a-f]{8}$"));
        StringAssert.Matches(cookie, new("^sid=secret-r[0-9a-f]{8}; Path=/$"));
        Assert.AreEqual($"hello {token}", hello);
        Assert.AreEqual(HttpStatusCode.BadGateway, wrong.StatusCode);
    }

    [TestMethod]
    public async Task Dates_move_with_the_clock()
    {
        ManualTimeProvider clock = new();
        DateTimeOffset then = clock.GetUtcNow();
        Uri address = await RecordAsync(
            context =>
            {
                context.Response.Headers.Expires = then.AddMinutes(10).ToString("r");
                return context.Response.WriteAsync($$"""{"due":"{{then.AddDays(1):yyyy-MM-dd'T'HH:mm:ss}}+02:00","born":"2000-01-01"}""");
            },
            (client, origin) => client.GetStringAsync(new Uri(origin, $"/?from={then.ToUnixTimeSeconds()}")),
            clock);

        ManualTimeProvider later = new(then.AddDays(10));
        await using TestProxy proxy = await TestProxy.StartAsync(clock: later);
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay) with { ShiftedJsonPaths = ["$.due"], MaxAge = TimeSpan.FromDays(1) });
        HttpResponseMessage response = await proxy.Client().GetAsync(new Uri(address, $"/?from={then.AddDays(10).AddMinutes(59).ToUnixTimeSeconds()}")).Soon();
        HttpResponseMessage other = await proxy.Client().GetAsync(new Uri(address, $"/?from={then.AddDays(10).AddMinutes(61).ToUnixTimeSeconds()}")).Soon();

        Assert.AreEqual($$"""{"due":"{{then.AddDays(11):yyyy-MM-dd'T'HH:mm:ss}}+02:00","born":"2000-01-01"}""", await response.Content.ReadAsStringAsync());
        Assert.AreEqual(then.AddDays(10).AddMinutes(10), response.Content.Headers.Expires);
        Assert.AreEqual(HttpStatusCode.BadGateway, other.StatusCode);
        Assert.AreEqual(then, recording.RecordedAt);
        CollectionAssert.AreEqual(new[] { "TO2352", "TO2350" }, proxy.Root.Problems.Select(p => p.Code).ToArray());
    }

    [TestMethod]
    public async Task Long_bodies_are_in_files_of_their_own()
    {
        string body = new('x', 70_000);
        Uri address = await RecordAsync(context => context.Response.WriteAsync(body), (client, origin) => client.GetStringAsync(origin));

        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay));

        Assert.AreEqual(body, await proxy.Client().GetStringAsync(address).Soon());
        Assert.AreEqual(body, await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(Root, "Class", "Test.bodies")).Single()));
        Assert.IsLessThan(10_000, new FileInfo(Recorded).Length);
    }

    [TestMethod]
    [DataRow("ws")]
    [DataRow("http", DisplayName = "http, as some programs write it")]
    public async Task A_WebSocket_says_what_it_said_once_it_has_heard_as_much(string scheme)
    {
        Uri address = await RecordAsync(
            async context =>
            {
                using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
                await socket.SendAsync("welcome"u8.ToArray(), WebSocketMessageType.Text, true, default);
                byte[] buffer = new byte[100];
                ValueWebSocketReceiveResult heard = await socket.ReceiveAsync(buffer.AsMemory(), default);
                await socket.SendAsync(Encoding.UTF8.GetBytes($"you said {Encoding.UTF8.GetString(buffer, 0, heard.Count)}"), WebSocketMessageType.Text, true, default);
                await socket.ReceiveAsync(buffer.AsMemory(), default);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", default);
            },
            (_, origin) => Task.CompletedTask,
            talk: async (proxy, origin) => Assert.AreEqual("welcome|you said hello", await TalkAsync(proxy, origin)));

        string file = await File.ReadAllTextAsync(Recorded);
        StringAssert.Contains(file, $"\"ws://{address.Authority}/");
        await File.WriteAllTextAsync(Recorded, file.Replace("\"ws:", $"\"{scheme}:", StringComparison.Ordinal));

        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay));

        Assert.AreEqual("welcome|you said hello", await TalkAsync(proxy, address));
        Assert.AreEqual(1, recording.Replayed);
    }

    [TestMethod]
    public async Task Event_streams_are_replayed()
    {
        Uri address = await RecordAsync(
            context =>
            {
                context.Response.ContentType = "text/event-stream";
                return context.Response.WriteAsync("data: 1\n\ndata: 2\n\n");
            },
            (client, origin) => client.GetStringAsync(origin));

        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay));

        Assert.AreEqual("data: 1\n\ndata: 2\n\n", await proxy.Client().GetStringAsync(address).Soon());
    }

    [TestMethod]
    public async Task An_origin_that_could_not_be_reached_cannot_be_reached_again()
    {
        using ClosedPort closed = new();
        Uri address = new($"http://{closed.Authority}/");
        await using (TestProxy recorder = await TestProxy.StartAsync(session: s => s with { IgnoredProblems = ["TO2307"] }))
        {
            Recording recording = await recorder.Root.UseRecordingAsync(Options(RecordingMode.Record));
            Assert.AreEqual(HttpStatusCode.BadGateway, (await recorder.Client().GetAsync(address).Soon()).StatusCode);
            await recording.CommitAsync();
        }

        await using TestProxy proxy = await TestProxy.StartAsync();
        await using Recording replay = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay));
        HttpResponseMessage response = await proxy.Client().GetAsync(address).Soon();

        Assert.AreEqual("failed", response.Headers.GetValues("X-TestOrchestrator").Single());
        Assert.AreEqual(1, replay.Replayed);
    }

    [TestMethod]
    public async Task A_tunnel_is_refused_where_nothing_may_go_to_the_network()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Tunnel = ["127.0.0.1"] });
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Replay));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"CONNECT {origin.Authority} HTTP/1.1\r\nHost: {origin.Authority}\r\n\r\n");

        StringAssert.StartsWith(await client.ReadHeadAsync().Soon(), "HTTP/1.1 502 ");
        Assert.AreEqual("TO2353", (await proxy.ProblemAsync()).Code);
    }
}
