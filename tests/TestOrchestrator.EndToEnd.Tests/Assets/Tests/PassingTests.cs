using System.Net;

[DistributedTestClass<Projects.AppHost>]
public sealed class PassingTests
{
    [TestMethod]
    public async Task Greets(TestApp app)
    {
        using HttpClient greeter = app.CreateHttpClient("greeter");
        Assert.AreEqual("Hello, world", await greeter.GetStringAsync("/"));
        await Meeting.HeldAsync("Tests");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public async Task Calls_outside_through_the_proxy(int number, TestApp app)
    {
        app.Proxy.When(r => r.Get("https://outside.example.com/answer")).Respond(j => j.Text($"{number}"));
        using HttpClient greeter = app.CreateHttpClient("greeter");
        Assert.AreEqual($"{number}", await greeter.GetStringAsync("/outside"));
    }

    [TestMethod]
    [Ignore("It counts, too: the application goes when no test is left.")]
    public void Ignored()
    {
    }
}

[DistributedTestClass<Projects.AppHost>(Args = ["--greeting=Ahoy"])]
public sealed class ShapedByArgumentsTests
{
    [TestMethod]
    public async Task Greets_otherwise()
    {
        using HttpClient greeter = TestApp.Current.CreateHttpClient("greeter");
        Assert.AreEqual("Ahoy, world", await greeter.GetStringAsync("/"));
    }
}

[DistributedTestClass<Projects.AppHost>]
public sealed class ShapedByCodeTests
{
    private static string s_answer = "";

    static void ConfigureApp(IDistributedApplicationBuilder builder) =>
        builder.CreateResourceBuilder<ProjectResource>("greeter").WithEnvironment("Greeting", "Moin");

    [ClassInitialize]
    public static async Task Initialize(TestContext context)
    {
        TestApp app = await context.GetAppAsync();
        app.Proxy.When(r => r.Host("outside.example.com")).Respond(j => j.Text("for the whole class"));
        s_answer = TestApp.Current.Id;
    }

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Greets_otherwise()
    {
        using HttpClient greeter = TestContext.App.CreateHttpClient("greeter");
        Assert.AreEqual("Moin, world", await greeter.GetStringAsync("/"));
        Assert.AreEqual("for the whole class", await greeter.GetStringAsync("/outside"));
        Assert.AreEqual(s_answer, TestContext.App.Id);
    }
}

[TestClass]
public sealed class OrdinaryTests
{
    [TestMethod]
    public void Need_no_application() => Assert.Throws<InvalidOperationException>(() => TestApp.Current);
}
