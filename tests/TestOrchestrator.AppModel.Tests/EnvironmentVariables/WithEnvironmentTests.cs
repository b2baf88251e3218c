using System.Globalization;

namespace TestOrchestrator.AppModel.Tests.EnvironmentVariables;

[TestClass]
public sealed class WithEnvironmentTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task A_variable_can_be_set_to_everything_that_has_a_value()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint();
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user", "ann");
        IResourceBuilder<ExternalServiceResource> pay = _app.Builder.AddExternalService("pay", "https://pay.example.com/");
        _app.AddProgram("web")
            .WithEnvironment("TEXT", "text")
            .WithEnvironment("NULL", (string?)null)
            .WithEnvironment("INTERPOLATED", $"{user}@{api.GetEndpoint("http")}")
            .WithEnvironment("EXPRESSION", ReferenceExpression.Create($"<{user}>"))
            .WithEnvironment("FUNCTION", () => "returned")
            .WithEnvironment("ENDPOINT", api.GetEndpoint("http"))
            .WithEnvironment("PART", api.GetEndpoint("http").Property(EndpointProperty.HostAndPort))
            .WithEnvironment("PARAMETER", user)
            .WithEnvironment("EXTERNAL", pay)
            .WithEnvironment("CONNECTION", _app.AddServer("server"))
            .WithEnvironment(context => context.EnvironmentVariables["CALLBACK"] = "called")
            .WithEnvironment(async context =>
            {
                await Task.Yield();
                context.EnvironmentVariables["ASYNC"] = "awaited";
            });

        Assert.AreEqual("""
            ASYNC=awaited
            CALLBACK=called
            CONNECTION=Host=127.0.0.9;Port=5002;Password=p@ss/word
            ENDPOINT=http://127.0.0.9:5001
            EXPRESSION=<ann>
            EXTERNAL=https://pay.example.com/
            FUNCTION=returned
            INTERPOLATED=ann@http://127.0.0.9:5001
            NULL=
            PARAMETER=ann
            PART=127.0.0.9:5001
            TEXT=text
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_callback_can_set_everything_that_has_a_value()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint();
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user", "ann");
        IResourceBuilder<TestServer> server = _app.AddServer("server");
        _app.AddProgram("web").WithEnvironment(context =>
        {
            context.EnvironmentVariables["CONNECTION"] = server;
            context.EnvironmentVariables["CONNECTION_RESOURCE"] = server.Resource;
            context.EnvironmentVariables["ENDPOINT"] = api.GetEndpoint("http");
            context.EnvironmentVariables["NUMBER"] = 1.5;
            context.EnvironmentVariables["PARAMETER"] = user;
            context.EnvironmentVariables["PARAMETER_RESOURCE"] = user.Resource;
            context.EnvironmentVariables["TEXT"] = "text";
        });

        Assert.AreEqual("""
            CONNECTION=Host=127.0.0.9;Port=5002;Password=p@ss/word
            CONNECTION_RESOURCE=Host=127.0.0.9;Port=5002;Password=p@ss/word
            ENDPOINT=http://127.0.0.9:5001
            NUMBER=1.5
            PARAMETER=ann
            PARAMETER_RESOURCE=ann
            TEXT=text
            """, await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_callback_that_sets_something_else_is_told_what_it_can_set()
    {
        IResourceBuilder<ExecutableResource> other = _app.AddProgram("other");
        _app.AddProgram("resource").WithEnvironment(context => context.EnvironmentVariables["A"] = other);
        _app.AddProgram("object").WithEnvironment(context => context.EnvironmentVariables["A"] = new Version[1]);
        _app.AddProgram("null").WithEnvironment(context => context.EnvironmentVariables["A"] = null!);
        TestApplication application = _app.Start();

        Assert.AreEqual(
            "ExecutableResource 'other' cannot be a value. Use a text, a parameter, an endpoint, a resource with a connection string, or a reference expression. (Parameter 'A')",
            (await Assert.ThrowsExactlyAsync<ArgumentException>(() => application.EnvironmentOf("resource"))).Message);
        Assert.AreEqual(
            "Version[] cannot be a value. Use a text, a parameter, an endpoint, a resource with a connection string, or a reference expression. (Parameter 'A')",
            (await Assert.ThrowsExactlyAsync<ArgumentException>(() => application.EnvironmentOf("object"))).Message);
        Assert.AreEqual(
            "null cannot be a value. Use a text, a parameter, an endpoint, a resource with a connection string, or a reference expression. (Parameter 'A')",
            (await Assert.ThrowsExactlyAsync<ArgumentException>(() => application.EnvironmentOf("null"))).Message);
    }

    [TestMethod]
    public async Task What_is_stated_later_wins()
    {
        _app.AddProgram("web")
            .WithEnvironment("A", "1")
            .WithEnvironment("B", "1")
            .WithEnvironment(context => context.EnvironmentVariables["A"] = $"{context.EnvironmentVariables["A"]},2")
            .WithEnvironment(context => context.EnvironmentVariables.Remove("B"))
            .WithEnvironment("A", () => "3")
            .WithEnvironment(context => context.EnvironmentVariables["A"] = $"{context.EnvironmentVariables["A"]},4");

        Assert.AreEqual("A=3,4", await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task Names_of_variables_are_told_apart_by_case()
    {
        _app.AddProgram("web").WithEnvironment("a", "1").WithEnvironment("A", "2");

        Assert.AreEqual("A=2\na=1", await _app.Start().EnvironmentOf("web"));
    }

    [TestMethod]
    public async Task A_callback_runs_for_each_instance_and_knows_which()
    {
        int calls = 0;
        _app.AddProject("api").WithReplicas(2).WithEnvironment(context =>
        {
            context.EnvironmentVariables.Clear();
            context.EnvironmentVariables["A"] = string.Create(CultureInfo.InvariantCulture, $"{context.Resource.Name} {context.Replica} {context.ExecutionContext.IsRunMode} {context.ExecutionContext.IsPublishMode} {++calls}");
        });
        TestApplication application = _app.Start();

        Assert.AreEqual("A=api 0 True False 1", await application.EnvironmentOf("api"));
        Assert.AreEqual("A=api 1 True False 2", await application.EnvironmentOf("api", replica: 1));
        Assert.AreEqual("A=api 0 True False 3", await application.EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task Callbacks_and_values_are_given_the_token()
    {
        using CancellationTokenSource source = new();
        List<CancellationToken> seen = [];
        _app.AddProgram("web")
            .WithEnvironment(context =>
            {
                seen.Add(context.CancellationToken);
                context.EnvironmentVariables["A"] = new TokenSeer(seen);
            })
            .WithArgs(context => seen.Add(context.CancellationToken));
        TestApplication application = _app.Start();

        await ResourceEnvironment.ResolveAsync(application.Model, application.Model.Get("web"), 0, application.Values, source.Token);
        await ResourceArguments.ResolveAsync(application.Model.Get("web"), application.Values, source.Token);

        CollectionAssert.AreEqual(new[] { source.Token, source.Token, source.Token }, seen);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    public void A_variable_has_a_name(string name)
    {
        IResourceBuilder<ExecutableResource> web = _app.AddProgram("web");

        Assert.ThrowsExactly<ArgumentException>(() => web.WithEnvironment(name, "text"));
        Assert.ThrowsExactly<ArgumentException>(() => web.WithEnvironment(name, () => "text"));
    }

    private sealed class TokenSeer(List<CancellationToken> seen) : IValueProvider
    {
        public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
        {
            seen.Add(cancellationToken);
            return new("");
        }
    }
}
