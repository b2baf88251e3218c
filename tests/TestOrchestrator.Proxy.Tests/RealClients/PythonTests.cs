using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.RealClients;

[TestClass]
public sealed class PythonTests
{
    [TestMethod]
    [DataRow("http")]
    [DataRow("https")]
    public async Task urllib_is_mocked_and_modified(string scheme)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("{\"price\": 1.10}", scheme == "https" ? proxy.Authority : null);
        proxy.Root.When(r => r.Post($"{scheme}://api.example.com/orders").Form("n", "1")).Respond(j => j.Status(201).Json(new { id = 7 }));
        proxy.Root.When(r => r.Path("/price")).Modify(response: r => r.Header("Content-Type", "application/json").Json("$.price", 2));
        const string Script = """
            import sys, urllib.request
            base, origin = sys.argv[1:]
            with urllib.request.urlopen(base + "/orders", data=b"n=1", timeout=30) as answer:
                print(answer.status, answer.read().decode())
            with urllib.request.urlopen(origin + "price", timeout=30) as answer:
                print(answer.status, answer.read().decode())
            """;

        string output = await RealProgram.RunAsync(proxy, "python3", "-I", "-c", Script, $"{scheme}://api.example.com", origin.Address.ToString());

        Assert.AreEqual("201 {\"id\":7}\n200 {\"price\": 2}\n", output);
        Assert.HasCount(2, proxy.Root.Exchanges);
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    public async Task The_tunnel_of_http_client_is_seen_through()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Get("https://api.example.com/hello").Header("X-Number", "*")).Respond(request => new MockResponse().Text($"hello {request.Headers["X-Number"]}"));
        const string Script = """
            import http.client, os, urllib.parse
            proxy = urllib.parse.urlsplit(os.environ["HTTPS_PROXY"])
            connection = http.client.HTTPSConnection(proxy.hostname, proxy.port, timeout=30)
            connection.set_tunnel("api.example.com", 443)
            for number in ("1", "2"):
                connection.request("GET", "/hello", headers={"X-Number": number})
                print(connection.getresponse().read().decode())
            """;

        Assert.AreEqual("hello 1\nhello 2\n", await RealProgram.RunAsync(proxy, "python3", "-I", "-c", Script));
        Assert.HasCount(2, proxy.Root.Exchanges);
    }

    [TestMethod]
    public async Task urllib_gives_the_credentials_of_the_address()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, s => s with { Credentials = new ProxyCredentials("anna", "s3:c@ret") });
        proxy.Root.When(r => r.Get("https://api.example.com/hello")).Respond(j => j.Text("hello"));

        Assert.AreEqual("hello\n", await RealProgram.RunAsync(
            proxy, "python3", "-I", "-c", "import urllib.request; print(urllib.request.urlopen('https://api.example.com/hello', timeout=30).read().decode())"));
    }
}
