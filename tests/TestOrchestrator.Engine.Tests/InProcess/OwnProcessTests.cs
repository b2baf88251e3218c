namespace TestOrchestrator.Engine.Tests.InProcess;

/// <summary>What a service has of the process that it runs in: that process is another one than this, so that it can be sent signals.</summary>
[TestClass]
public sealed class OwnProcessTests
{
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { UseProxy = false });

    [TestMethod]
    public async Task Ctrl_C_does_not_stop_a_service()
    {
        using TemporaryDirectory directory = new();
        await using RunningProgram owner = Start(directory, []);
        string url = await owner.LineAsync("url ").Soon();

        owner.Send(2);
        await owner.LineAsync("interrupted 1").Soon();
        owner.Send(2);
        await owner.LineAsync("interrupted 2").Soon();

        Assert.AreEqual("false", await s_http.GetStringAsync(new Uri($"{url}stopping")).Soon());
        await EndAsync(owner);
    }

    [TestMethod]
    public async Task A_service_inherits_the_proxy_of_the_machine()
    {
        using TemporaryDirectory directory = new();
        await using HttpAnswers proxy = HttpAnswers.Listen(new(System.Net.IPAddress.Loopback, 0));
        proxy.Always("200 OK", "through the proxy");
        await using RunningProgram owner = Start(directory, new() { ["http_proxy"] = $"http://{proxy.EndPoint}", ["HTTP_PROXY"] = null });
        string url = await owner.LineAsync("url ").Soon();

        Assert.AreEqual("through the proxy", await s_http.GetStringAsync(new Uri($"{url}fetch?url=http://example.invalid/")).Soon());
        await EndAsync(owner);
    }

    // Images of .NET say it for the one service that they expect.
    [TestMethod]
    public async Task A_service_does_not_inherit_where_to_listen()
    {
        using TemporaryDirectory directory = new();
        await using RunningProgram owner = Start(directory, new() { ["ASPNETCORE_HTTP_PORTS"] = "8080", ["DOTNET_HTTPS_PORTS"] = "8081" });
        await owner.LineAsync("url ").Soon();

        string log = await File.ReadAllTextAsync(await owner.LineAsync("log "));
        Assert.IsFalse(log.Contains("808", StringComparison.Ordinal), log);
        await EndAsync(owner);
    }

    private static RunningProgram Start(TemporaryDirectory directory, Dictionary<string, string?> environment) =>
        AssetPrograms.StartOwner(environment, "serve", directory["runs"], AssetPrograms.ProjectOf("MinimalService"), AssetPrograms.TargetOf("MinimalService"));

    private static async Task EndAsync(RunningProgram owner)
    {
        await owner.WriteLineAsync("");
        Assert.AreEqual(0, await owner.ExitedAsync().Soon(), string.Join('\n', owner.Output));
    }
}
