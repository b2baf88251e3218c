namespace TestOrchestrator.AppModel.Tests.Validation;

/// <summary>TO1107: resources wait for each other.</summary>
[TestClass]
public sealed class WaitCycleTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public void A_resource_waits_for_itself()
    {
        IResourceBuilder<ExecutableResource> a = _app.AddProgram("a");
        a.WaitFor(a);

        Reports(Cycle("'a' -> 'a'"));
    }

    [TestMethod]
    public void Two_resources_wait_for_each_other_in_whatever_ways()
    {
        IResourceBuilder<ExecutableResource> a = _app.AddProgram("a");
        IResourceBuilder<ExecutableResource> b = _app.AddProgram("b").WaitForStart(a).WaitFor(a);
        a.WaitForCompletion(b);

        Reports(Cycle("'a' -> 'b' -> 'a'"));
    }

    [TestMethod]
    public void Three_resources_wait_for_each_other_and_a_fourth_for_them()
    {
        IResourceBuilder<ExecutableResource> b = _app.AddProgram("b");
        IResourceBuilder<ExecutableResource> outside = _app.AddProgram("outside").WaitFor(b);
        IResourceBuilder<ExecutableResource> a = _app.AddProgram("a").WaitFor(b);
        IResourceBuilder<ExecutableResource> c = _app.AddProgram("c").WaitFor(a);
        b.WaitFor(c);
        _app.AddProgram("last").WaitFor(outside);

        Reports(Cycle("'b' -> 'c' -> 'a' -> 'b'"));
    }

    [TestMethod]
    public void A_server_waits_for_what_waits_for_its_database()
    {
        IResourceBuilder<TestServer> server = _app.AddServer("server");
        IResourceBuilder<TestDatabase> database = server.AddDatabase("orders");
        IResourceBuilder<ExecutableResource> migrations = _app.AddProgram("migrations").WaitFor(database);
        server.WaitForCompletion(migrations);

        Reports(Cycle("'server' -> 'migrations' -> 'orders' -> 'server'"));
    }

    [TestMethod]
    public void Two_cycles_are_two_problems()
    {
        IResourceBuilder<ExecutableResource> a = _app.AddProgram("a");
        IResourceBuilder<ExecutableResource> b = _app.AddProgram("b");
        IResourceBuilder<ExecutableResource> c = _app.AddProgram("c");
        a.WaitFor(b).WaitFor(c);
        b.WaitFor(a);
        c.WaitFor(a);

        Reports($"""
            The application model has 2 problems:
              {Cycle("'a' -> 'b' -> 'a'")}
              {Cycle("'a' -> 'c' -> 'a'")}
            """);
    }

    [TestMethod]
    public void A_replacement_closes_a_cycle()
    {
        IResourceBuilder<ParameterResource> a = _app.Builder.AddParameter("a", "value");
        IResourceBuilder<ExecutableResource> b = _app.AddProgram("b").WaitFor(a);
        _app.Builder.Resources.Remove(a.Resource);
        _app.AddProgram("A").WaitFor(b);

        Reports(Cycle("'b' -> 'A' -> 'b'"));
    }

    [TestMethod]
    public void Many_may_wait_for_one_and_a_database_for_its_server()
    {
        IResourceBuilder<TestServer> server = _app.AddServer("server");
        IResourceBuilder<TestDatabase> database = server.AddDatabase("orders").WaitFor(server);
        IResourceBuilder<ExecutableResource> a = _app.AddProgram("a").WaitFor(server).WaitFor(database);
        IResourceBuilder<ExecutableResource> b = _app.AddProgram("b").WaitFor(a).WaitFor(database);
        _app.AddProgram("c").WaitFor(a).WaitFor(b);

        Reports("");
    }

    private static string Cycle(string path) => $"TO1107: These resources wait for each other and none of them could ever start: {path}. Remove one WaitFor.";

    private void Reports(string expected) => Assert.AreEqual(expected, _app.Problems());
}
