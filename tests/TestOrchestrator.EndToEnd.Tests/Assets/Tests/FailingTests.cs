[DistributedTestClass<Projects.AppHost>]
public sealed class FailingTests
{
    [TestMethod]
    public async Task Fails(TestApp app)
    {
        using HttpClient greeter = app.CreateHttpClient("greeter");
        (await greeter.GetAsync("/trouble")).EnsureSuccessStatusCode();
    }
}

[DistributedTestClass<Projects.AppHost>]
public sealed class UnmatchedTests
{
    [TestMethod]
    public async Task Fails_for_a_call_that_no_mock_answers(TestApp app)
    {
        app.Proxy.When(r => r.Post("https://outside.example.com/answer")).Respond(j => j.Text("not for GET"));
        using HttpClient greeter = app.CreateHttpClient("greeter");
        (await greeter.GetAsync("/outside")).EnsureSuccessStatusCode();
    }
}

[DistributedTestClass<Projects.AppHost>]
public sealed class DyingTests
{
    [TestMethod]
    public async Task Passes_but_its_service_has_ended(TestApp app)
    {
        using HttpClient greeter = app.CreateHttpClient("greeter");
        await greeter.GetAsync("/die");
        await app.ResourceNotifications.WaitForResourceAsync("greeter", KnownResourceStates.TerminalStates);
    }
}

[DistributedTestClass<Projects.AppHost>(Args = ["--greeting=fail"])]
public sealed class NeverStartingTests
{
    [TestMethod]
    public void Is_not_run() => Assert.Fail("unreachable");
}

[DistributedTestClass<Projects.AppHost>(Args = ["--greeting=Servus"])]
public sealed class VisitTests
{
    [TestMethod]
    public async Task Fails_after_a_visit(TestApp app)
    {
        using HttpClient greeter = app.CreateHttpClient("greeter");
        Assert.AreEqual("1 stored, +OK :1 counted", await greeter.GetStringAsync("/visits"));
        Assert.Fail("after a visit");
    }
}
