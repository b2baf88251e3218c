namespace TestOrchestrator.AppModel.Tests.Arguments;

[TestClass]
public sealed class WithArgsTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task Arguments_come_in_the_order_in_which_they_were_stated()
    {
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user", "ann");
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint();
        _app.Builder.AddExecutable("tool", "tool", ".", "first", "two words")
            .WithArgs("--text", "")
            .WithArgs("--user", user, user.Resource)
            .WithArgs("--api", api.GetEndpoint("http"), api.GetEndpoint("http").Property(EndpointProperty.Port))
            .WithArgs(ReferenceExpression.Create($"--both={user}@{api.GetEndpoint("http")}"))
            .WithArgs(context => context.Args.Add($"--after={context.Args.Count} of {context.Resource.Name}"))
            .WithArgs(async context =>
            {
                await Task.Yield();
                context.Args.Insert(0, "awaited");
                context.Args.Add(user);
            });

        Assert.AreEqual("""
            awaited
            first
            two words
            --text

            --user
            ann
            ann
            --api
            http://127.0.0.9:5001
            5001
            --both=ann@http://127.0.0.9:5001
            --after=11 of tool
            ann
            """, await _app.Start().ArgumentsOf("tool"));
    }

    [TestMethod]
    public async Task A_number_and_a_connection_string_can_be_arguments()
    {
        _app.AddProgram("tool").WithArgs("--port", 8080, "--ratio", 1.5, "--db", _app.AddServer("server"));

        Assert.AreEqual("""
            --port
            8080
            --ratio
            1.5
            --db
            Host=127.0.0.9;Port=5001;Password=p@ss/word
            """, await _app.Start().ArgumentsOf("tool"));
    }

    [TestMethod]
    public void Anything_else_is_refused_where_it_is_stated()
    {
        IResourceBuilder<ExecutableResource> tool = _app.AddProgram("tool");
        IResourceBuilder<ExecutableResource> other = _app.AddProgram("other");

        ArgumentException ofResource = Assert.ThrowsExactly<ArgumentException>(() => tool.WithArgs("--other", other));
        ArgumentException ofNull = Assert.ThrowsExactly<ArgumentException>(() => tool.WithArgs("--other", null!));

        Assert.AreEqual("ExecutableResource 'other' cannot be a value. Use a text, a parameter, an endpoint, a resource with a connection string, or a reference expression. (Parameter 'args')", ofResource.Message);
        Assert.AreEqual("null cannot be a value. Use a text, a parameter, an endpoint, a resource with a connection string, or a reference expression. (Parameter 'args')", ofNull.Message);
        Assert.AreEqual("", _app.Problems());
    }

    [TestMethod]
    public async Task Arguments_are_made_each_time_that_a_resource_starts()
    {
        int calls = 0;
        _app.AddProgram("tool").WithArgs(context => context.Args.Add(++calls));
        TestApplication application = _app.Start();

        Assert.AreEqual("1", await application.ArgumentsOf("tool"));
        Assert.AreEqual("2", await application.ArgumentsOf("tool"));
    }

    [TestMethod]
    public async Task A_resource_that_was_given_none_has_none()
    {
        _app.AddProgram("tool").WithArgs();

        Assert.AreEqual("", await _app.Start().ArgumentsOf("tool"));
    }
}
