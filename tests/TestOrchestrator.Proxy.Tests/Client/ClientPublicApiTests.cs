using TestOrchestrator.Proxy.Client;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Client;

[TestClass]
public sealed class ClientPublicApiTests
{
    [TestMethod]
    public void The_public_surface_is_what_has_been_reviewed() => PublicApi.AssertReviewed(typeof(ProxyControlClient).Assembly);
}
