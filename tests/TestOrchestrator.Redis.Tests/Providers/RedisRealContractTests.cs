using TestOrchestrator.AppModel.Lanes;

namespace TestOrchestrator.Redis.Tests.Providers;

[TestClass]
public sealed class RedisRealContractTests : RedisContract
{
    protected override Lane Lane => Lane.Real;
}
