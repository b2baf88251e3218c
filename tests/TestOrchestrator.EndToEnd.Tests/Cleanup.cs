using TestOrchestrator.EndToEnd.Tests.Support;

namespace TestOrchestrator.EndToEnd.Tests;

[TestClass]
public static class Cleanup
{
    [AssemblyCleanup]
    public static Task RemoveTheSuite() => Suite.RemoveAsync();
}
