using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Redis.Tests.Providers;

[TestClass]
public sealed class RedisFastContractTests : RedisContract
{
    protected override Lane Lane => Lane.Fast;
}
