using TestOrchestrator.Redis.Resources;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Redis.Tests;

[TestClass]
public sealed class PublicApiTests
{
    [TestMethod]
    public void The_public_surface_is_what_was_reviewed()
    {
        string changes = PublicApi.Changes(typeof(RedisResource).Assembly, File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "PublicApi.txt")));

        Assert.AreEqual("", changes, $"If this is meant, edit PublicApi.txt:\n{changes}\n");
    }
}
