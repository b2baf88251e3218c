using TestOrchestrator.Proxy.Recordings;

// What is outside exists only while it is recorded: then the greeter, by another name, is it.
[DistributedTestClass<Projects.AppHost>]
public sealed class RecordedTests
{
    static void ConfigureApp(IDistributedApplicationBuilder builder) =>
        builder.CreateResourceBuilder<InterceptingProxyResource>("proxy").WithStrictTraffic().WithUnmatchedRequests(UnmatchedRequests.Fail).WithRecording();

    [TestMethod]
    public async Task Asks_for_everything(TestApp app) => Assert.AreEqual("42 for everything", await AskAsync(app, "everything"));

    [TestMethod]
    public async Task Asks_for_what_the_environment_says(TestApp app)
    {
        string what = Environment.GetEnvironmentVariable("QUESTION") ?? "whatever";
        Assert.AreEqual($"42 for {what}", await AskAsync(app, what));
    }

    [TestMethod]
    public async Task Asks_and_fails(TestApp app)
    {
        await AskAsync(app, "nothing");
        Assert.Fail("after a question");
    }

    private static async Task<string> AskAsync(TestApp app, string what)
    {
        if (app.Proxy.Recording?.Mode == RecordingMode.Record)
        {
            app.Proxy.Redirect("outside.example.com", app.GetEndpoint("greeter").GetLeftPart(UriPartial.Authority));
        }

        using HttpClient greeter = app.CreateHttpClient("greeter");
        return await greeter.GetStringAsync($"/ask?what={what}");
    }
}
