[DistributedTestClass<Projects.AppHost>]
public sealed class ProblemTests
{
    static void ConfigureApp(IDistributedApplicationBuilder builder) => builder.CreateResourceBuilder<InterceptingProxyResource>("proxy").WithStrictTraffic();

    [TestMethod]
    public void Passes_but_its_mock_was_not_called(TestApp app) =>
        app.Proxy.When(r => r.Get("https://outside.example.com/answer")).MustBeCalled().Respond(j => j);

    [TestMethod]
    public async Task Passes_but_a_call_had_no_answer(TestApp app)
    {
        using HttpClient greeter = app.CreateHttpClient("greeter");
        await greeter.GetAsync("/outside");
    }

    [TestMethod]
    public async Task Passes_and_it_may_happen(TestApp app)
    {
        app.Proxy.IgnoreProblems("TO2301");
        using HttpClient greeter = app.CreateHttpClient("greeter");
        await greeter.GetAsync("/outside");
    }
}
