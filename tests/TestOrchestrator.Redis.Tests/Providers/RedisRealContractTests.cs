using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Redis.Tests.Providers;

[TestClass]
public sealed class RedisRealContractTests : RedisContract
{
    protected override Lane Lane => Lane.Real;
}
