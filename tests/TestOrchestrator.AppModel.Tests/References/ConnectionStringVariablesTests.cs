using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.Tests.References;

[TestClass]
public sealed class ConnectionStringVariablesTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task A_connection_string_has_the_name_verbatim_and_its_parts_have_it_in_upper_case()
    {
        _app.AddProgram("api").WithReference(_app.AddServer("Main-db"));

        Assert.AreEqual("""
            ConnectionStrings__Main-db=Host=127.0.0.9;Port=5001;Password=p@ss/word
            MAIN_DB_HOST=127.0.0.9
            MAIN_DB_PORT=5001
            MAIN_DB_URI=test://:p%40ss%2Fword@127.0.0.9:5001
            """, await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task A_database_adds_its_own_parts()
    {
        _app.AddProgram("api").WithReference(_app.AddServer("server").AddDatabase("orders"));

        Assert.AreEqual("""
            ConnectionStrings__orders=Host=127.0.0.9;Port=5001;Password=p@ss/word;Database=orders
            ORDERS_DATABASENAME=orders
            ORDERS_HOST=127.0.0.9
            ORDERS_PORT=5001
            ORDERS_URI=test://:p%40ss%2Fword@127.0.0.9:5001
            """, await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task A_connection_name_takes_the_place_of_the_name()
    {
        _app.AddProgram("api").WithReference(_app.AddServer("server"), connectionName: "2nd db");

        Assert.AreEqual("""
            ConnectionStrings__2nd db=Host=127.0.0.9;Port=5001;Password=p@ss/word
            _2ND_DB_HOST=127.0.0.9
            _2ND_DB_PORT=5001
            _2ND_DB_URI=test://:p%40ss%2Fword@127.0.0.9:5001
            """, await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task An_empty_connection_name_gives_the_parts_no_prefix()
    {
        _app.AddProgram("api").WithReference(_app.AddServer("server"), connectionName: "");

        Assert.AreEqual("""
            ConnectionStrings__=Host=127.0.0.9;Port=5001;Password=p@ss/word
            HOST=127.0.0.9
            PORT=5001
            URI=test://:p%40ss%2Fword@127.0.0.9:5001
            """, await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task A_configured_connection_string_is_passed_on()
    {
        _app["ConnectionStrings:legacy"] = "Server=old;";
        _app.AddProgram("api").WithReference(_app.Builder.AddConnectionString("legacy"));

        Assert.AreEqual("ConnectionStrings__legacy=Server=old;", await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task A_connection_string_can_be_made_of_other_values()
    {
        IResourceBuilder<TestServer> server = _app.AddServer("server");
        ReferenceExpression pooled = ReferenceExpression.Create($"{server.Resource.ConnectionStringExpression};Pooling=false");
        _app.AddProgram("api").WithReference(_app.Builder.AddConnectionString("pooled", pooled));

        Assert.AreEqual(
            "ConnectionStrings__pooled=Host=127.0.0.9;Port=5001;Password=p@ss/word;Pooling=false",
            await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task An_optional_connection_string_that_is_missing_is_left_out()
    {
        _app.AddProgram("api").WithReference(_app.Builder.AddConnectionString("legacy"), optional: true).WithEnvironment("A", "1");

        Assert.AreEqual("A=1", await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task An_optional_connection_string_that_is_there_is_passed_on()
    {
        _app["ConnectionStrings:legacy"] = "Server=old;";
        _app.AddProgram("api").WithReference(_app.Builder.AddConnectionString("legacy"), optional: true);

        Assert.AreEqual("ConnectionStrings__legacy=Server=old;", await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public void A_connection_string_that_one_resource_needs_is_missing_though_another_can_do_without()
    {
        IResourceBuilder<IResourceWithConnectionString> legacy = _app.Builder.AddConnectionString("legacy");
        _app.AddProgram("api").WithReference(legacy, optional: true);
        _app.AddProgram("web").WithReference(legacy);

        Assert.AreEqual(
            "TO1111: Connection string 'legacy' has no value. Set 'ConnectionStrings:legacy' in the app host's configuration (settings file, user secret, environment variable ConnectionStrings__legacy).",
            _app.Problems());
    }

    [TestMethod]
    public async Task A_connection_string_that_is_empty_when_the_application_runs_says_so()
    {
        _app.AddProgram("api").WithReference(_app.Builder.AddConnectionString("empty", ReferenceExpression.Empty));

        AppModelException e = await Assert.ThrowsExactlyAsync<AppModelException>(() => _app.Start().EnvironmentOf("api"));

        Assert.AreEqual(
            "TO1111: Connection string 'empty' has no value. Set 'ConnectionStrings:empty' in the app host's configuration (settings file, user secret, environment variable ConnectionStrings__empty).",
            e.Message);
    }
}
