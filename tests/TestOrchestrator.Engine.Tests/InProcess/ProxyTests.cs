using TestOrchestrator.Engine.InProcess.Surroundings;

namespace TestOrchestrator.Engine.Tests.InProcess;

[TestClass]
public sealed class ProxyTests
{
    private static readonly string[] s_urls =
        ["http://example.com/", "https://example.com/", "http://www.example.com/", "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "https://other.org/", "http://sub.other.org/", "ws://other.org/", "wss://other.org/"];

    [TestMethod]
    public async Task Each_service_calls_through_the_proxy_of_its_own_environment()
    {
        await using TestEngine engine = new();
        await using HttpAnswers first = HttpAnswers.Listen(new(System.Net.IPAddress.Loopback, 0));
        await using HttpAnswers second = HttpAnswers.Listen(new(System.Net.IPAddress.Loopback, 0));
        first.Always("200 OK", "the first");
        second.Always("200 OK", "the second");
        engine.AddAsset("one", "MinimalService").WithHttpEndpoint().WithEnvironment("HTTP_PROXY", new Uri($"http://{first.EndPoint}").OriginalString);
        engine.AddAsset("two", "MinimalService").WithHttpEndpoint().WithEnvironment("http_proxy", new Uri($"http://{second.EndPoint}").OriginalString);
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("the first", await application.GetAsync("one", "fetch?url=http://example.invalid/1"));
        Assert.AreEqual("the second", await application.GetAsync("two", "fetch?url=http://example.invalid/2"));
        Assert.AreEqual("GET http://example.invalid/1 HTTP/1.1", string.Join(", ", first.Requests));
        Assert.AreEqual("GET http://example.invalid/2 HTTP/1.1", string.Join(", ", second.Requests));
    }

    // What a process of its own says is the truth. Alone, as what is lent to a service that starts meanwhile would be inherited by it.
    [TestMethod]
    [DoNotParallelize]
    [DataRow("HTTP_PROXY=http://127.0.0.9:1", "NO_PROXY=127.0.0.1,localhost,.example.com")]
    [DataRow("HTTPS_PROXY=127.0.0.9:2", "no_proxy=example.com, other.org ")]
    [DataRow("ALL_PROXY=http://127.0.0.9:3", "https_proxy=http://127.0.0.9:4", "NO_PROXY=*")]
    [DataRow("all_proxy=http://127.0.0.9:5", "HTTP_PROXY=http://127.0.0.9:6", "http_proxy=http://127.0.0.9:7", "no_proxy=[::1];.other.org")]
    public async Task A_service_finds_the_proxies_that_it_would_find_in_a_process_of_its_own(params string[] variables)
    {
        await using TestEngine engine = new();
        TestUnit inside = engine.AddAsset("inside", "MinimalService").WithHttpEndpoint();
        TestUnit process = engine.AddAsset("process", "MinimalService").WithHttpEndpoint().WithLane("real");
        foreach (string[] variable in variables.Select(v => v.Split('=')))
        {
            inside.WithEnvironment(variable[0], variable[1]);
            process.WithEnvironment(variable[0], variable[1]);
        }

        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual(await AllAsync(application, "process"), await AllAsync(application, "inside"));
    }

    // Alone, as a service that starts meanwhile would be lent the variables that are compared with.
    [TestMethod]
    [DoNotParallelize]
    public async Task The_test_keeps_the_proxy_that_it_has()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint().WithEnvironment("HTTP_PROXY", "http://127.0.0.9:1");
        await engine.StartAsync().Soon();

        Uri url = new("http://example.invalid/");

        Assert.IsInstanceOfType<ServiceProxyRouter>(HttpClient.DefaultProxy);
        Assert.AreEqual(
            Environment.GetEnvironmentVariable("http_proxy") ?? Environment.GetEnvironmentVariable("HTTP_PROXY"),
            HttpClient.DefaultProxy.IsBypassed(url) ? null : HttpClient.DefaultProxy.GetProxy(url)?.ToString());
    }

    private static async Task<string> AllAsync(RunningApplication application, string service)
    {
        string[] answers = await Task.WhenAll(s_urls.Select(url => application.GetAsync(service, $"proxy-of?url={Uri.EscapeDataString(url)}")));
        return string.Join('\n', s_urls.Zip(answers, (url, answer) => $"{url} {answer}"));
    }
}
