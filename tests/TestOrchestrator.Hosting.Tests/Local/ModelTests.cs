using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Local;

/// <summary>What an app host can say wrong, what the engine does otherwise, and what it refuses.</summary>
[TestClass]
public sealed class ModelTests
{
    [TestMethod]
    public async Task Parameters_are_given_or_generated()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(
            builder => builder.AddExecutable("program", "env", "/")
                .WithEnvironment("GIVEN", builder.AddParameter("given"))
                .WithEnvironment("GENERATED", builder.AddParameter("generated", new GenerateParameterDefault { MinLength = 30 }, secret: true)),
            null,
            "--Parameters:given=hello");

        string[] output = [.. await application.OutputAsync("program")];

        CollectionAssert.Contains(output, "GIVEN=hello");
        Assert.IsGreaterThanOrEqualTo(30, output.Single(line => line.StartsWith("GENERATED=", StringComparison.Ordinal)).Split('=', 2)[1].Length);
    }

    [TestMethod]
    public async Task Parameters_without_a_value_are_listed_with_the_ways_to_give_them()
    {
        DefinitionException e = await FailsAsync(builder =>
        {
            builder.AddParameter("user-name");
            builder.AddParameter("password", secret: true);
        });

        CollectionAssert.AreEqual(new[] { "TO1110 user-name", "TO1110 password" }, Codes(e));
        StringAssert.Contains(e.Message, "Parameters__user_name");
        StringAssert.Contains(e.Message, "--Parameters:password=");
    }

    [TestMethod]
    public async Task Tools_to_look_into_servers_and_containers_that_nothing_needs_are_not_started_and_say_so()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            builder.AddContainer("admin", "dpage/pgadmin4").WithHttpEndpoint(targetPort: 80);
            builder.AddContainer("other", "acme/other", "1.0");
            builder.AddExecutable("program", "true", "/");
        });

        await application.WaitAsync("admin", KnownResourceStates.NotStarted);
        await application.WaitAsync("other", KnownResourceStates.NotStarted);
        await application.EndAsync("program");
        CollectionAssert.AreEqual(new[] { "program" }, application.Group.Units.Keys.ToArray());
        StringAssert.Contains(await LogAsync("admin"), "The local engine does not start tools to look into servers with.");
        StringAssert.Contains(await LogAsync("other"), "no other resource waits for this one or refers to it");

        async Task<string> LogAsync(string resource) => string.Join('\n', await application.LogAsync(resource));
    }

    [TestMethod]
    public async Task All_that_the_engine_cannot_run_is_listed_in_one_message()
    {
        DefinitionException e = await FailsAsync(builder =>
        {
            IResourceBuilder<ContainerResource> queue = builder.AddContainer("queue", "acme/queue", "1.0")
                .WithEndpoint(targetPort: 5672, name: "amqp");
            builder.AddExecutable("waits", "true", "/").WaitFor(queue);
            builder.AddExecutable("refers", "true", "/")
                .WithReference(builder.AddContainer("mail", "acme/mail").WithEndpoint(targetPort: 25, scheme: "smtp").GetEndpoint("smtp"));
            builder.AddRedis("cache").WithDataBindMount("/srv/cache");
        });

        CollectionAssert.AreEquivalent(new[] { "TO1131 queue", "TO1131 mail", "TO1132 cache" }, Codes(e));
        StringAssert.Contains(e.Message, "'acme/queue:1.0'");
        StringAssert.Contains(e.Message, "'/srv/cache'");
        StringAssert.Contains(e.Message, "--lane aspire");
    }

    [TestMethod]
    public async Task A_tool_that_a_resource_waits_for_is_refused()
    {
        DefinitionException e = await FailsAsync(builder =>
            builder.AddExecutable("waits", "true", "/").WaitFor(builder.AddContainer("admin", "dpage/pgadmin4")));

        CollectionAssert.AreEqual(new[] { "TO1131 admin" }, Codes(e));
    }

    [TestMethod]
    public async Task A_fixed_port_that_replicas_would_share_is_refused()
    {
        DefinitionException e = await FailsAsync(builder =>
        {
            string path = Path.Combine(builder.AppHostDirectory, "web.csproj");
            File.WriteAllText(path, "<Project />");
            builder.AddProject("web", path).WithHttpEndpoint(targetPort: 8080).WithReplicas(3);
        });

        CollectionAssert.AreEqual(new[] { "TO1133 web" }, Codes(e));
        StringAssert.Contains(e.Message, "3 replicas");
        StringAssert.Contains(e.Message, "8080");
    }

    [TestMethod]
    public async Task Two_resources_that_fix_one_port_are_named()
    {
        DefinitionException e = await FailsAsync(builder =>
        {
            builder.AddExecutable("one", "true", "/").WithHttpEndpoint(targetPort: 8080);
            builder.AddExecutable("other", "true", "/").WithHttpEndpoint(targetPort: 8080);
        });

        Assert.AreEqual("TO1117", e.Problems.Single().Code);
        StringAssert.Contains(e.Message, "'one'");
        StringAssert.Contains(e.Message, "'other'");
        StringAssert.Contains(e.Message, "8080");
    }

    [TestMethod]
    public async Task A_directory_that_is_not_there_is_named_before_anything_starts()
    {
        DefinitionException e = await FailsAsync(builder => builder.AddExecutable("program", "true", "/no/such/directory"));

        CollectionAssert.AreEqual(new[] { "TO1119 program" }, Codes(e));
    }

    [TestMethod]
    public async Task Parents_are_in_the_snapshots_of_their_children()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddExecutable("child", "sleep", "/", "600")
                .WithParentRelationship(builder.AddExecutable("parent", "sleep", "/", "600").Resource));

        CustomResourceSnapshot child = await application.WaitAsync("child", KnownResourceStates.Running);

        Assert.IsTrue(child.Relationships.Any(r => r is { ResourceName: "parent", Type: "Parent" }));
        Assert.AreEqual(application.IdOf("parent"), child.Properties.Single(p => p.Name == "resource.parentName").Value);
    }

    [TestMethod]
    public async Task What_becomes_of_a_volume_and_of_a_persistent_container_is_noted()
    {
        await using HostingRun run = new();
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddRedis("cache").WithDataVolume("kept").WithLifetime(ContainerLifetime.Persistent), run);
        await application.WaitUntilHealthyAsync("cache");

        string log = string.Join('\n', await application.LogAsync("cache"));

        StringAssert.Contains(log, "The volume 'kept' is this application's alone");
        StringAssert.Contains(log, "here it lives as long as its application");
        StringAssert.Contains(run.ReadEvents(), "The volume 'kept' is this application's alone");
    }

    private static string[] Codes(DefinitionException e) => [.. e.Problems.Select(p => $"{p.Code} {p.Unit}")];

    private static Task<DefinitionException> FailsAsync(Action<IDistributedApplicationBuilder> describe) =>
        Assert.ThrowsExactlyAsync<DefinitionException>(async () =>
    {
        await using LocalApplication application = await LocalApplication.StartAsync(describe);
    });
}
