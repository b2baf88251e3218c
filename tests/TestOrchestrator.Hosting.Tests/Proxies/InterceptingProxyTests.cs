using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.AppModel.Startup;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.Proxies;
using TestOrchestrator.Hosting.Runs;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Hosting.Tests.Proxies;

[TestClass]
public sealed class InterceptingProxyTests : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("to-hosting-").FullName;
    private readonly EngineRun _run;

    public InterceptingProxyTests() => _run = OrchestratorRun.Start(new() { Name = "test", ProjectDirectory = _directory });

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [TestMethod]
    public async Task It_answers_what_the_app_host_says_from_the_start()
    {
        ApplicationModelBuilder builder = Builder();
        builder.AddInterceptingProxy("proxy").WithMock(r => r.Get("https://outside.example.com/"), j => j.Text("from the app host"));
        await using RunningApplication application = await StartAsync(builder);
        using HttpClient client = ClientOf(application);

        Assert.AreEqual("from the app host", await client.GetStringAsync("https://outside.example.com/"));
    }

    [TestMethod]
    public async Task A_run_lets_nothing_out_that_no_mock_answers()
    {
        ApplicationModelBuilder builder = Builder();
        builder.AddInterceptingProxy("proxy");
        await using RunningApplication application = await StartAsync(builder);
        using HttpClient client = ClientOf(application);

        using HttpResponseMessage answer = await client.GetAsync("https://outside.example.com/");

        Assert.AreEqual(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.AreEqual("unmatched", answer.Headers.GetValues("X-TestOrchestrator").Single());
    }

    [TestMethod]
    public async Task An_application_may_say_otherwise()
    {
        ApplicationModelBuilder builder = Builder();
        builder.AddInterceptingProxy("proxy").WithUnmatchedRequests(UnmatchedRequests.Fail);
        await using RunningApplication application = await StartAsync(builder);
        using HttpClient client = ClientOf(application);

        using HttpResponseMessage answer = await client.GetAsync($"http://{application.Address}:1/");

        Assert.AreEqual("unmatched", answer.Headers.GetValues("X-TestOrchestrator").Single());
    }

    [TestMethod]
    public async Task Two_applications_have_proxies_of_their_own()
    {
        await using RunningApplication one = await StartAsync(WithMock("one"));
        await using RunningApplication other = await StartAsync(WithMock("other"));
        using HttpClient ofOne = ClientOf(one);
        using HttpClient ofOther = ClientOf(other);

        Assert.AreEqual("one", await ofOne.GetStringAsync("https://outside.example.com/"));
        Assert.AreEqual("other", await ofOther.GetStringAsync("https://outside.example.com/"));
        Assert.HasCount(1, one.GetRuntimes<InterceptingProxyRuntime>().Single().Runtime.Session!.Root.Exchanges);

        static ApplicationModelBuilder WithMock(string answer)
        {
            ApplicationModelBuilder builder = Builder();
            builder.AddInterceptingProxy("proxy").WithMock(r => r.Host("outside.example.com"), j => j.Text(answer));
            return builder;
        }
    }

    [TestMethod]
    public async Task A_program_is_pointed_at_it_by_its_environment_and_reaches_its_own_application_directly()
    {
        ApplicationModelBuilder builder = Builder();
        builder.AddExecutable("program", "true", "/").WithProxy(builder.AddInterceptingProxy("proxy")).WithExplicitStart();
        await using RunningApplication application = await StartAsync(builder);
        string proxy = application.GetEndpoint("proxy").Url.GetLeftPart(UriPartial.Authority);

        IReadOnlyDictionary<string, string> variables = await ResourceEnvironment.ResolveAsync(
            application.Model, application.Model.Get("program"), replica: 0, application.Values);

        Assert.AreEqual(proxy, variables["HTTPS_PROXY"]);
        Assert.AreEqual(proxy, variables["https_proxy"]);
        Assert.AreEqual($"{application.Address},localhost,127.0.0.1,::1", variables["NO_PROXY"]);
        StringAssert.Contains(await File.ReadAllTextAsync(variables["SSL_CERT_FILE"]), UserAuthority.OfUser.Authority.CertificatePem.Trim());
    }

    private static ApplicationModelBuilder Builder() => new() { Configuration = new ConfigurationManager(), Environment = new HostingEnvironment(), AppHostDirectory = "/" };

    private static HttpClient ClientOf(RunningApplication application) => new(new SocketsHttpHandler
    {
        Proxy = new WebProxy(application.GetEndpoint("proxy").Url) { BypassProxyOnLocal = false },
    });

    private Task<RunningApplication> StartAsync(ApplicationModelBuilder builder) =>
        _run.StartApplicationAsync(ApplicationModel.Build(builder), new() { Name = "app" });
}
