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
    }
}
