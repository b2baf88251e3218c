using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Recordings;

/// <summary>A recording of one test, and what records it.</summary>
public abstract class RecordingTest : IDisposable
{
    private readonly TestDirectory _directory = new();

    private protected string Root => _directory.Path;

    private protected string Recorded => Path.Combine(_directory.Path, "Class", "Test.har");

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected RecordingOptions Options(RecordingMode mode) => new() { File = Recorded, Mode = mode };

    private protected async Task<Uri> RecordAsync(RequestDelegate handle, Func<HttpClient, Uri, Task> use, TimeProvider? clock = null, Func<TestProxy, Uri, Task>? talk = null)
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(handle);
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
        await using Recording recording = await proxy.Root.UseRecordingAsync(Options(RecordingMode.Record));
        await use(proxy.Client(), origin.Address).Soon();
        await (talk?.Invoke(proxy, origin.Address) ?? Task.CompletedTask);
        await recording.CommitAsync();
        Assert.IsEmpty(proxy.Root.Problems);
        return origin.Address;
    }

    private protected static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private protected static async Task<string> SendAsync(HttpClient client, Uri url, string header, string value)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, url) { Headers = { { header, value } } };
        HttpResponseMessage response = await client.SendAsync(request).Soon();
        return await response.Content.ReadAsStringAsync();
    }

    private protected static async Task<string> TalkAsync(TestProxy proxy, Uri origin)
    {
        using ClientWebSocket socket = new();
        using HttpMessageInvoker invoker = new(proxy.Handler());
        await socket.ConnectAsync(new UriBuilder(origin) { Scheme = "ws" }.Uri, invoker, default).Soon();
        string first = await ReceiveAsync(socket);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default).Soon();
        string second = await ReceiveAsync(socket);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default).Soon();
        await ReceiveAsync(socket);
        return $"{first}|{second}";
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[100];
        ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().Soon();
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
