using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.WebSockets;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.RealClients;

[TestClass]
public sealed class CurlTests
{
    [TestMethod]
    [DataRow("http", "--http1.1", "1.1")]
    [DataRow("https", "--http1.1", "1.1")]
    [DataRow("https", "--http2", "2")]
    public async Task curl_is_mocked(string scheme, string option, string version)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Post($"{scheme}://api.example.com/orders").Json("$.n", 1)).Respond(j => j.Status(201).Header("X-A", "b").Json(new { id = 7 }));

        string output = await RealProgram.RunAsync(
            proxy, "curl", "-q", "-sS", option, "-d", "{\"n\":1}", "-H", "Content-Type: application/json", "-w", " %{http_code} %{http_version}", $"{scheme}://api.example.com/orders");

        Assert.AreEqual($"{{\"id\":7}} 201 {version}", output);
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual("{\"n\":1}", exchange.Request.Text);
        Assert.AreEqual(ExchangeOutcome.Mocked, exchange.Outcome);
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    [DataRow("--http1.1", "1.1")]
    [DataRow("--http2", "2")]
    public async Task curl_uploads_and_downloads_a_lot(string option, string version)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(c => c.Request.Body.CopyToAsync(c.Response.Body), proxy.Authority);
        using TestDirectory directory = new();
        byte[] sent = new byte[3_000_000];
        new Random(1).NextBytes(sent);
        await File.WriteAllBytesAsync(directory.File("up"), sent);

        string output = await RealProgram.RunAsync(
            proxy, "curl", "-q", "-sS", option, "-T", directory.File("up"), "-o", directory.File("down"), "-w", "%{http_code} %{http_version}", new Uri(origin.Address, "/file").ToString());

        Assert.AreEqual($"200 {version}", output);
        CollectionAssert.AreEqual(sent, await File.ReadAllBytesAsync(directory.File("down")));
        Assert.AreEqual(sent.Length, proxy.Root.Exchanges.Single().Response?.BodyLength);
    }

    [TestMethod]
    [DataRow("http")]
    [DataRow("https")]
    public async Task curl_speaks_SOCKS(string scheme)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Get($"{scheme}://api.example.com/hello")).Respond(j => j.Text("hello"));

        string output = await RealProgram.RunAsync(proxy, "curl", "-q", "-sS", "--socks5-hostname", $"{proxy.Session.Endpoint}", $"{scheme}://api.example.com/hello");

        Assert.AreEqual("hello", output);
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    [DataRow("http")]
    [DataRow("https")]
    public async Task curl_gives_the_credentials_of_the_address(string scheme)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, s => s with { Credentials = new ProxyCredentials("anna", "s3:c@ret") });
        proxy.Root.When(r => r.Get($"{scheme}://api.example.com/hello")).Respond(j => j.Text("hello"));

        Assert.AreEqual("hello", await RealProgram.RunAsync(proxy, "curl", "-q", "-sS", $"{scheme}://api.example.com/hello"));
        Assert.AreEqual("407 407", await RealProgram.RunAsync(
            proxy, "curl", "-q", "-sS", "-o", "none", "-w", "%{http_code} %{response_code}", "--proxy", $"http://anna:wrong@{proxy.Session.Endpoint}", "http://api.example.com/hello"));
    }

    [TestMethod]
    public async Task curl_without_trust_is_a_problem_that_says_so()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using TestDirectory directory = new();
        using CertificateAuthority other = CertificateAuthority.LoadOrCreate(directory.Path);

        (int exitCode, _, string errors) = await RealProgram.TryAsync(proxy, null, "curl", "-q", "-sS", "--cacert", other.CertificatePath, "https://api.example.com/");

        // 60: the peer's certificate cannot be authenticated.
        Assert.AreEqual(60, exitCode, errors);
        Assert.AreEqual("TO2303", (await proxy.ProblemAsync()).Code);
    }

    [TestMethod]
    public async Task curl_upgrades_to_a_WebSocket()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(GreetAsync, proxy.Authority);

        // Not every curl speaks ws; every curl takes the headers of an upgrade, and writes what comes behind the 101.
        (_, string output, string errors) = await RealProgram.TryAsync(
            proxy, null, "curl", "-q", "-sS", "-N", "--http1.1", "-i", "-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H", "Sec-WebSocket-Version: 13",
            "-H", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", new Uri(origin.Address, "/socket").ToString());

        Assert.Contains("HTTP/1.1 101 Switching Protocols", output, errors);
        Assert.Contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", output, errors);
        Assert.Contains("good day", output, errors);
        WebSocketMessage message = await proxy.Root.WaitForMessageAsync(r => r.Path("/socket"), m => m.Opcode == WebSocketOpcode.Text).Soon();
        Assert.AreEqual("good day", message.Text);
        Assert.AreEqual(MessageDirection.Received, message.Direction);
    }

    private static async Task GreetAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync(Encoding.UTF8.GetBytes("good day"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
    }
}
