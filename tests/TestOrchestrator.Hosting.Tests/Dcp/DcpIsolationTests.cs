using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using TestOrchestrator.Hosting.Dcp;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Hosting.Tests.Dcp;

[TestClass]
public sealed class DcpIsolationTests
{
    [TestMethod]
    public async Task Persistent_and_named_resources_of_two_applications_have_different_names_and_end_with_them()
    {
        using TemporaryDirectory directory = new();

        string[] one = await NamesAsync(directory.Path, "one");
        string[] two = await NamesAsync(directory.Path, "two");

        Assert.HasCount(3, one);
        Assert.HasCount(0, one.Intersect(two), string.Join(' ', one));
        CollectionAssert.Contains(one, "mine-one");
    }

    private static async Task<string[]> NamesAsync(string directory, string application)
    {
        IDistributedApplicationBuilder builder = LocalApplication.CreateBuilder(directory);
        builder.AddContainer("kept", "acme/kept").WithLifetime(ContainerLifetime.Persistent);
        builder.AddContainer("named", "acme/named").WithContainerName("mine");
#pragma warning disable ASPIREPERSISTENCE001
        builder.AddExecutable("program", "true", "/").WithPersistentLifetime();
#pragma warning restore ASPIREPERSISTENCE001
        await using DistributedApplication built = builder.Build();
        DistributedApplicationModel model = built.Services.GetRequiredService<DistributedApplicationModel>();

        // What names the instances, before any engine starts.
        await built.Services.GetRequiredService<IDistributedApplicationEventing>().PublishAsync(new BeforeStartEvent(built.Services, model));
        DcpIsolation isolation = new(application);
        isolation.Apply(model);
        foreach (IResource resource in isolation.Renamed)
        {
            AspireInternals.Instance.NameInstances(built.Services, resource);
        }

        List<string> names = [];
        foreach (IResource resource in model.Resources.Where(ModelTranslation.IsRun))
        {
            Assert.IsFalse(ResourceNotes.IsPersistent(resource), resource.Name);
            await built.ResourceNotifications.PublishUpdateAsync(resource, s => s);
            Assert.IsTrue(built.ResourceNotifications.TryGetCurrentState(resource.Name, out ResourceEvent? current));
            names.Add(current.ResourceId);
        }

        return [.. names];
    }
}
