namespace TestOrchestrator.AppModel.Tests.Building;

[TestClass]
public sealed class AnnotationTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public void Facts_are_kept_in_order_and_the_last_of_a_type_is_found()
    {
        IResource api = _app.AddProgram("api").WithAnnotation(new First { Text = "1" }).WithAnnotation(new Second()).WithAnnotation(new First { Text = "2" }).Resource;

        Assert.IsTrue(api.TryGetLastAnnotation(out First? last));
        Assert.AreEqual("2", last.Text);
        CollectionAssert.AreEqual(
            new IResourceAnnotation[] { new First { Text = "1" }, new Second(), new First { Text = "2" } },
            api.Annotations.Where(a => a is First or Second).ToArray());
    }

    [TestMethod]
    public void A_fact_can_take_the_place_of_those_of_its_type()
    {
        IResource api = _app.AddProgram("api")
            .WithAnnotation(new First { Text = "1" })
            .WithAnnotation(new First { Text = "2" })
            .WithAnnotation(new Second())
            .WithAnnotation(new First { Text = "3" }, ResourceAnnotationMutationBehavior.Replace)
            .Resource;

        CollectionAssert.AreEqual(
            new IResourceAnnotation[] { new Second(), new First { Text = "3" } },
            api.Annotations.Where(a => a is First or Second).ToArray());
    }

    [TestMethod]
    public void A_fact_that_was_not_stated_is_not_found()
    {
        Assert.IsFalse(_app.AddProgram("api").Resource.TryGetLastAnnotation(out First? nothing));
        Assert.IsNull(nothing);
    }

    [TestMethod]
    public void External_endpoints_stay_where_they_were()
    {
        IResource api = _app.AddProgram("api")
            .WithHttpEndpoint()
            .WithEndpoint(name: "raw")
            .WithHttpsEndpoint()
            .WithExternalHttpEndpoints()
            .WithHttpEndpoint(name: "later")
            .Resource;

        CollectionAssert.AreEqual(
            new EndpointAnnotation[]
            {
                new() { Name = "http", UriScheme = "http", IsExternal = true },
                new() { Name = "raw" },
                new() { Name = "https", UriScheme = "https", IsExternal = true },
                new() { Name = "later", UriScheme = "http" },
            },
            api.Annotations.OfType<EndpointAnnotation>().ToArray());
    }

    [TestMethod]
    public void An_endpoint_is_what_was_stated()
    {
        IResource api = _app.AddProgram("api")
            .WithEndpoint(port: 1, targetPort: 2, scheme: "amqp", name: "queue", env: "PORT", isExternal: true)
            .WithEndpoint(scheme: "redis")
            .WithEndpoint()
            .WithHttpEndpoint(3, 4, "admin", "ADMIN")
            .WithHttpsEndpoint(5, 6, "secure", "SECURE")
            .Resource;

        CollectionAssert.AreEqual(
            new EndpointAnnotation[]
            {
                new() { Name = "queue", UriScheme = "amqp", Port = 1, TargetPort = 2, EnvironmentVariable = "PORT", IsExternal = true },
                new() { Name = "redis", UriScheme = "redis" },
                new() { Name = "tcp", UriScheme = "tcp" },
                new() { Name = "admin", UriScheme = "http", Port = 3, TargetPort = 4, EnvironmentVariable = "ADMIN" },
                new() { Name = "secure", UriScheme = "https", Port = 5, TargetPort = 6, EnvironmentVariable = "SECURE" },
            },
            api.Annotations.OfType<EndpointAnnotation>().ToArray());
    }

    [TestMethod]
    public void Waits_and_health_checks_are_what_was_stated()
    {
        IResourceBuilder<ExecutableResource> db = _app.AddProgram("db");
        IResource api = _app.AddProgram("api")
            .WithHttpEndpoint()
            .WaitFor(db)
            .WaitForStart(db)
            .WaitForCompletion(db)
            .WaitForCompletion(db, exitCode: 3)
            .WithHttpHealthCheck()
            .WithHttpHealthCheck("/ready?deep=1", 204, "http")
            .Resource;

        CollectionAssert.AreEqual(
            new WaitAnnotation[]
            {
                new() { Resource = db.Resource, Condition = WaitCondition.Ready },
                new() { Resource = db.Resource, Condition = WaitCondition.Started },
                new() { Resource = db.Resource, Condition = WaitCondition.Completed },
                new() { Resource = db.Resource, Condition = WaitCondition.Completed, ExitCode = 3 },
            },
            api.Annotations.OfType<WaitAnnotation>().ToArray());
        CollectionAssert.AreEqual(
            new HttpHealthCheckAnnotation[] { new() { Path = "/", StatusCode = 200 }, new() { Path = "/ready?deep=1", StatusCode = 204, EndpointName = "http" } },
            api.Annotations.OfType<HttpHealthCheckAnnotation>().ToArray());
    }

    [TestMethod]
    public void The_last_number_of_replicas_counts()
    {
        Assert.AreEqual(1, _app.AddProject("one").Resource.GetReplicaCount());
        Assert.AreEqual(2, _app.AddProject("two").WithReplicas(3).WithReplicas(2).Resource.GetReplicaCount());
    }

    [TestMethod]
    public void Explicit_start_is_stated_once()
    {
        IResource api = _app.AddProgram("api").WithExplicitStart().WithExplicitStart().Resource;

        Assert.AreEqual(1, api.Annotations.OfType<ExplicitStartupAnnotation>().Count());
    }

    private sealed record First : IResourceAnnotation
    {
        public required string Text { get; init; }
    }

    private sealed record Second : IResourceAnnotation;
}
