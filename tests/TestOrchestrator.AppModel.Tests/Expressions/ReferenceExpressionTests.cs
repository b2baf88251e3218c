namespace TestOrchestrator.AppModel.Tests.Expressions;

[TestClass]
public sealed class ReferenceExpressionTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task Literals_are_taken_as_they_are()
    {
        string name = "world";
        string? nothing = null;

        ReferenceExpression expression = ReferenceExpression.Create($"hello {name}{nothing}: {{0}} 100%");

        Assert.AreEqual("hello world: {0} 100%", expression.ValueExpression);
        Assert.AreEqual("hello world: {0} 100%", await _app.Start().ValueOf(expression));
    }

    [TestMethod]
    public async Task The_empty_expression_is_the_empty_text()
    {
        Assert.AreEqual("", ReferenceExpression.Empty.ValueExpression);
        Assert.AreEqual("", await _app.Start().ValueOf(ReferenceExpression.Empty));
    }

    [TestMethod]
    public async Task Holes_are_filled_when_the_application_runs()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api").WithHttpEndpoint();
        IResourceBuilder<ParameterResource> path = _app.Builder.AddParameter("path", "v1");

        ReferenceExpression expression = ReferenceExpression.Create($"{api.GetEndpoint("http")}/{path}/{path.Resource}?port={api.GetEndpoint("http").Property(EndpointProperty.Port)}");

        Assert.AreEqual("{api.bindings.http.url}/{path.value}/{path.value}?port={api.bindings.http.port}", expression.ValueExpression);
        Assert.AreEqual("http://127.0.0.9:5001/v1/v1?port=5001", await _app.Start().ValueOf(expression));
    }

    [TestMethod]
    public async Task A_resource_with_a_connection_string_stands_for_it()
    {
        IResourceBuilder<TestServer> server = _app.AddServer("server");

        ReferenceExpression expression = ReferenceExpression.Create($"{server};Timeout=3");

        Assert.AreEqual("{server.connectionString};Timeout=3", expression.ValueExpression);
        Assert.AreEqual("Host=127.0.0.9;Port=5001;Password=p@ss/word;Timeout=3", await _app.Start().ValueOf(expression));
    }

    [TestMethod]
    public async Task Expressions_nest()
    {
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user", "ann");
        ReferenceExpression inner = ReferenceExpression.Create($"<{user}>");
        ReferenceExpression middle = ReferenceExpression.Create($"[{inner}{inner}]");

        ReferenceExpression outer = ReferenceExpression.Create($"({middle})");

        Assert.AreEqual("([<{user.value}><{user.value}>])", outer.ValueExpression);
        Assert.AreEqual("([<ann><ann>])", await _app.Start().ValueOf(outer));
    }

    [TestMethod]
    public async Task The_format_uri_escapes_a_value_wherever_it_comes_from()
    {
        IResourceBuilder<ParameterResource> secret = _app.Builder.AddParameter("secret", "a/b c?d", secret: true);
        ReferenceExpression nested = ReferenceExpression.Create($"{secret}&{secret}");
        string literal = "x y";

        ReferenceExpression expression = ReferenceExpression.Create($"{secret:uri} {secret.Resource:uri} {nested:uri} {literal:uri}");

        Assert.AreEqual("a%2Fb%20c%3Fd a%2Fb%20c%3Fd a%2Fb%20c%3Fd%26a%2Fb%20c%3Fd x%20y", await _app.Start().ValueOf(expression));
    }

    [TestMethod]
    public void Another_format_is_refused()
    {
        IResourceBuilder<ParameterResource> secret = _app.Builder.AddParameter("secret", "s");
        string literal = "x";

        FormatException ofValue = Assert.ThrowsExactly<FormatException>(() => ReferenceExpression.Create($"{secret:url}"));
        FormatException ofText = Assert.ThrowsExactly<FormatException>(() => ReferenceExpression.Create($"{literal:X2}"));

        Assert.AreEqual("'url' is not a format of a reference expression; 'uri' is the only one.", ofValue.Message);
        Assert.AreEqual("'X2' is not a format of a reference expression; 'uri' is the only one.", ofText.Message);
    }

    [TestMethod]
    public void A_resource_without_a_value_is_refused()
    {
        IResourceBuilder<ExecutableResource> api = _app.AddProgram("api");

        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => ReferenceExpression.Create($"{api}"));

        Assert.AreEqual("ExecutableResource 'api' cannot be a value. Use a text, a parameter, an endpoint, a resource with a connection string, or a reference expression. (Parameter 'valueProvider')", e.Message);
    }

    [TestMethod]
    public void What_it_says_of_itself_shows_no_secret()
    {
        IResourceBuilder<ParameterResource> secret = _app.Builder.AddParameter("secret", "hunter2", secret: true);
        IResourceBuilder<TestServer> server = _app.AddServer("server");

        ReferenceExpression expression = ReferenceExpression.Create($"{secret}:{server}:{server.Resource.ConnectionStringExpression}:{new Unnamed("hunter2")}");

        Assert.AreEqual(
            "{secret.value}:{server.connectionString}:Host={server.bindings.tcp.host};Port={server.bindings.tcp.port};Password={server-password.value}:{…}",
            expression.ValueExpression);
    }

    [TestMethod]
    public void What_it_refers_to_are_its_values_in_order()
    {
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user", "ann");
        EndpointReference endpoint = _app.AddProgram("api").GetEndpoint("http");
        ReferenceExpression nested = ReferenceExpression.Create($"{user}");

        ReferenceExpression expression = ReferenceExpression.Create($"text {endpoint} {user}{nested}");

        CollectionAssert.AreEqual(new object[] { endpoint, user.Resource, nested }, expression.References.ToArray());
    }

    [TestMethod]
    public async Task A_value_that_is_missing_is_the_empty_text()
    {
        ReferenceExpression expression = ReferenceExpression.Create($"[{new Unnamed(null)}]");

        Assert.AreEqual("[]", await _app.Start().ValueOf(expression));
    }

    [TestMethod]
    public async Task An_expression_can_be_built_piece_by_piece()
    {
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user", "ann");
        ReferenceExpressionBuilder builder = new();

        builder.AppendLiteral("User={");
        builder.Append($"{user};Again={user:uri}");
        builder.AppendLiteral("}");
        ReferenceExpression expression = builder.Build();
        builder.AppendLiteral("later");

        Assert.AreEqual("User={{user.value};Again={user.value}}", expression.ValueExpression);
        Assert.AreEqual("User={ann;Again=ann}", await _app.Start().ValueOf(expression));
    }

    private sealed class Unnamed(string? value) : IValueProvider
    {
        public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) => new(value);
    }
}
