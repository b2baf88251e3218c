using System.Collections.Concurrent;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Local;

/// <summary>Servers that are containers elsewhere, and programs here.</summary>
[TestClass]
public sealed class ServerTests
{
    [TestMethod]
    public async Task A_database_is_there_before_what_waits_for_it_and_has_a_connection_string()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<PostgresDatabaseResource> orders = builder.AddPostgres("postgres").AddDatabase("orders", "orders_db");
            builder.AddExecutable("client", "/bin/sh", "/", "-c", "echo \"$ConnectionStrings__orders\"").WithReference(orders)
                .WaitFor(orders);
        });

        string[] output = [.. await application.OutputAsync("client")];

        StringAssert.StartsWith(output.Single(), $"Host={application.Group.Address};Port=5432;Username=postgres;Password=");
        StringAssert.EndsWith(output.Single(), ";Database=orders_db");
        CustomResourceSnapshot database = await application.WaitAsync("orders", KnownResourceStates.Running);
        Assert.AreEqual(output.Single(), database.Properties.Single(p => p.Name == "resource.connectionString").Value);
        Assert.IsTrue(database.Properties.Single(p => p.Name == "resource.connectionString").IsSensitive);
    }

    [TestMethod]
    public async Task A_server_that_is_stopped_ends_as_a_container_does_and_is_back_at_its_address()
    {
        ConcurrentQueue<string> stopped = new();
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<RedisResource> cache = builder.AddRedis("cache");
            builder.Eventing.Subscribe<ResourceStoppedEvent>(cache.Resource, (e, _) =>
            {
                stopped.Enqueue(e.Resource.Name);
                return Task.CompletedTask;
            });
        });
        await application.WaitUntilHealthyAsync("cache");
        Uri before = application.Group.GetEndpoint("cache").Url;

        await application.CommandAsync("cache", KnownResourceCommands.StopCommand);
        CustomResourceSnapshot ended = await application.EndAsync("cache");
        await application.CommandAsync("cache", KnownResourceCommands.StartCommand);
        await application.WaitUntilHealthyAsync("cache");

        Assert.AreEqual(KnownResourceStates.Exited, ended.State?.Text);
        CollectionAssert.AreEqual(new[] { "cache" }, stopped);
        Assert.AreEqual(before, application.Group.GetEndpoint("cache").Url);
    }
}
