// What an app host does wrong is said by the tests of the class whose application it is.
[DistributedTestClass<Projects.PlainAppHost>(Args = ["--fail", "first"])]
public sealed class RefusedAppHostTests
{
    [TestMethod]
    public void Has_no_application(TestApp app) => Assert.Fail($"unreachable: {app.Id}");
}

[DistributedTestClass<Projects.PlainAppHost>(Args = ["--fail", "started"])]
public sealed class RefusedAfterStartTests
{
    [TestMethod]
    public async Task Has_an_application_whose_app_host_fails(TestApp app)
    {
        using HttpClient greeter = app.CreateHttpClient("greeter");
        await greeter.GetStringAsync("/");
    }
}

[DistributedTestClass<Projects.PlainAppHost>(Args = ["--image", "acme/ledger"])]
public sealed class RefusedModelTests
{
    [TestMethod]
    public void Has_no_application(TestApp app) => Assert.Fail($"unreachable: {app.Id}");
}

[DistributedTestClass<Projects.PlainAppHost>]
public sealed class RefusedParameterTests
{
    static void ConfigureApp(IDistributedApplicationBuilder builder) => builder.AddParameter("token", secret: true);

    [TestMethod]
    public void Has_no_application(TestApp app) => Assert.Fail($"unreachable: {app.Id}");
}
