using System.Net;
using TestOrchestrator.Hosting.Proxies;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Hosting.Tests.Proxies;

[TestClass]
public sealed class InterceptingProxyTests
{
    [TestMethod]
    public async Task It_answers_what_the_app_host_says_from_the_start()
    {
        await using LocalApplication application = await StartAsync(builder =>
            builder.AddInterceptingProxy("proxy").WithMock(r => r.Get("https://outside.example.com/"), j => j.Text("from the app host")));
        using HttpClient client = ClientOf(application);

        Assert.AreEqual("from the app host", await client.GetStringAsync("https://outside.example.com/"));
    }

    [TestMethod]
    public async Task A_run_lets_nothing_out_that_no_mock_answers()
    {
        await using LocalApplication application = await StartAsync(builder => builder.AddInterceptingProxy("proxy"));
        using HttpClient client = ClientOf(application);

        using HttpResponseMessage answer = await client.GetAsync("https://outside.example.com/");

        Assert.AreEqual(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.AreEqual("unmatched", answer.Headers.GetValues("X-TestOrchestrator").Single());
    }

    [TestMethod]
    public async Task An_application_may_say_otherwise()
    {
        await using LocalApplication application = await StartAsync(builder =>
            builder.AddInterceptingProxy("proxy").WithUnmatchedRequests(UnmatchedRequests.Fail));
        using HttpClient client = ClientOf(application);

        using HttpResponseMessage answer = await client.GetAsync($"http://{application.Group.Address}:1/");

        Assert.AreEqual("unmatched", answer.Headers.GetValues("X-TestOrchestrator").Single());
    }

    [TestMethod]
    public async Task Two_applications_have_proxies_of_their_own()
    {
        await using HostingRun run = new();
        await using LocalApplication one = await StartAsync(WithMock("one"), run);
        await using LocalApplication other = await StartAsync(WithMock("other"), run);
        using HttpClient ofOne = ClientOf(one);
        using HttpClient ofOther = ClientOf(other);

        Assert.AreEqual("one", await ofOne.GetStringAsync("https://outside.example.com/"));
        Assert.AreEqual("other", await ofOther.GetStringAsync("https://outside.example.com/"));
        Assert.HasCount(1, one.Model.Resources.OfType<InterceptingProxyResource>().Single().Session!.Root.Exchanges);

        static Action<IDistributedApplicationBuilder> WithMock(string answer) => builder =>
            builder.AddInterceptingProxy("proxy").WithMock(r => r.Host("outside.example.com"), j => j.Text(answer));
    }

    [TestMethod]
    public async Task A_program_is_pointed_at_it_by_its_environment_and_reaches_its_own_application_directly()
    {
        await using LocalApplication application = await StartAsync(builder =>
            builder.AddExecutable("program", "env", "/").WithProxy(builder.AddInterceptingProxy("proxy")));
        string proxy = UrlOf(application).GetLeftPart(UriPartial.Authority);

        Dictionary<string, string> variables = (await application.OutputAsync("program"))
            .Select(line => line.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);

        Assert.AreEqual(proxy, variables["HTTPS_PROXY"].TrimEnd('/'));
        Assert.AreEqual(proxy, variables["https_proxy"].TrimEnd('/'));
        Assert.AreEqual($"{application.Group.Address},localhost,127.0.0.1,::1", variables["NO_PROXY"]);
        StringAssert.Contains(await File.ReadAllTextAsync(variables["SSL_CERT_FILE"]), UserAuthority.OfUser.Authority.CertificatePem.Trim());
    }

    [TestMethod]
    public async Task Its_mocks_are_cleared_and_its_traffic_is_saved_by_commands()
    {
        await using LocalApplication application = await StartAsync(builder =>
            builder.AddInterceptingProxy("proxy").WithMock(r => r.Host("outside.example.com"), j => j.Text("mocked")));
        using HttpClient client = ClientOf(application);

        ExecuteCommandResult cleared = await application.CommandAsync("proxy", "clear-mocks");
        using HttpResponseMessage answer = await client.GetAsync("https://outside.example.com/");
        ExecuteCommandResult saved = await application.CommandAsync("proxy", "save-har");

        Assert.IsTrue(cleared.Success, cleared.Message);
        Assert.AreEqual(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.IsTrue(saved.Success, saved.Message);
        string path = saved.Message!.Split('\'')[1];
        StringAssert.Contains(await File.ReadAllTextAsync(path), "https://outside.example.com/");
        File.Delete(path);
    }

    private static Uri UrlOf(LocalApplication application) => application.Group.GetEndpoint("proxy").Url;

    private static HttpClient ClientOf(LocalApplication application) =>
        new(new SocketsHttpHandler { Proxy = new WebProxy(UrlOf(application)) { BypassProxyOnLocal = false } });

    private static async Task<LocalApplication> StartAsync(Action<IDistributedApplicationBuilder> describe, HostingRun? run = null)
    {
        LocalApplication application = await LocalApplication.StartAsync(describe, run);
        await application.WaitUntilHealthyAsync("proxy");
        return application;
    }
}
