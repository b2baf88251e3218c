using TestOrchestrator.TestKit;

namespace TestOrchestrator.Containers.Tests;

[TestClass]
public sealed class PublicApiTests
{
    [TestMethod]
    public void The_public_surface_is_what_has_been_reviewed() => PublicApi.AssertReviewed(typeof(Containers.Api.ContainerEngineApi).Assembly);
}
