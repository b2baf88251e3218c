using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Hosting.Tests.Local;

[TestClass]
public sealed class UseLocalEngineTests
{
    [TestMethod]
    public async Task One_line_has_an_application_of_Aspires_testing_run_without_anything_else()
    {
        using TemporaryDirectory directory = new();
        await using IDistributedApplicationTestingBuilder builder = LocalApplication.CreateBuilder(directory.Path);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.AddExecutable("program", "sleep", "/", "600");
        await using DistributedApplication application = builder.Build();

        await application.StartAsync();
        await application.ResourceNotifications.WaitForResourceHealthyAsync("program");

        string run = Directory.EnumerateDirectories(Path.Combine(directory.Path, "artifacts", "testorchestrator"))
            .Single(d => File.Exists(Path.Combine(d, "events.jsonl")));
        StringAssert.Contains(await File.ReadAllTextAsync(Path.Combine(run, "events.jsonl")), "\"program\"");

        // As Aspire's own fixtures do.
        await application.StopAsync();
        await application.StopAsync();
    }

    [TestMethod]
    public void With_the_lane_aspire_nothing_is_changed()
    {
        using TemporaryDirectory directory = new();
        IDistributedApplicationTestingBuilder builder = LocalApplication.CreateBuilder(directory.Path, "--lane", "aspire");

        Assert.IsFalse(builder.Services.Any(s => s.ServiceType == typeof(LocalEngineService)));
        Assert.IsTrue(builder.Services.Any(s => AspireInternals.NameOf(s) == AspireInternals.OrchestratorService));
    }

    [TestMethod]
    public void A_lane_that_does_not_exist_is_named()
    {
        using TemporaryDirectory directory = new();

        ArgumentException e =
            Assert.ThrowsExactly<ArgumentException>(() => LocalApplication.CreateBuilder(directory.Path, "--lane", "banana"));

        Assert.AreEqual("TO1704: 'banana' (--lane) is not a lane. The lanes are 'fast', 'real', 'aspire'.", e.Message);
    }

    [TestMethod]
    public void Without_the_service_that_is_replaced_nothing_is_changed()
    {
        using TemporaryDirectory directory = new();
        IDistributedApplicationTestingBuilder builder = LocalApplication.CreateBuilder(directory.Path, "--lane", "aspire");
        builder.Services.Remove(builder.Services.Single(s => AspireInternals.NameOf(s) == AspireInternals.OrchestratorService));
        ServiceDescriptor[] before = [.. builder.Services];

        Assert.IsFalse(LocalEngine.TryInstall(builder, new() { Name = "app", IsTest = true }));

        CollectionAssert.AreEqual(before, builder.Services.ToArray());
    }

    [TestMethod]
    public async Task A_resource_is_replaced_with_what_refers_to_it_and_waits_for_it()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
        {
            IResourceBuilder<ExecutableResource> server = builder.AddExecutable("server", "no-such-program", "/").WithHttpEndpoint();
            builder.AddExecutable("client", "/bin/sh", "/", "-c", "echo $URL").WithEnvironment("URL", server.GetEndpoint("http"));
            builder.ReplaceResource("SERVER", (b, name) => b.AddExecutable(name, "sleep", "/", "600").WithHttpEndpoint(targetPort: 8090));
        });

        CollectionAssert.AreEqual(new[] { $"http://{application.Group.Address}:8090" }, await application.OutputAsync("client"));
    }
}
