[DistributedTestClass<Projects.PlainAppHost>]
public sealed class GreeterTests
{
    [TestMethod]
    public async Task Greets(TestApp app)
    {
        using HttpClient greeter = app.CreateHttpClient("greeter");
        Assert.AreEqual("Hello, world", await greeter.GetStringAsync("/"));
        using HttpClient secure = app.CreateHttpClient("greeter", "https");
        Assert.AreEqual("Hello, world", await secure.GetStringAsync("/"));
        Assert.AreEqual("an answer", await greeter.GetStringAsync("/database"));
        await Meeting.HeldAsync("PlainTests");
    }
}

[DistributedTestClass<Projects.PlainAppHost>(Args = ["--greeting", "Servus"])]
public sealed class VisitTests
{
    [TestMethod]
    public async Task Fails_after_a_visit_if_its_application_is_kept(TestApp app)
    {
        using HttpClient greeter = app.CreateHttpClient("greeter");
        Assert.AreEqual("1 stored, +OK :1 counted", await greeter.GetStringAsync("/visits"));
        Assert.DoesNotContain("--keep-apps", Environment.GetCommandLineArgs());
    }
}
