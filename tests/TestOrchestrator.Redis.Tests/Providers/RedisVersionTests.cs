using TestOrchestrator.Redis.Providers;

namespace TestOrchestrator.Redis.Tests.Providers;

[TestClass]
public sealed class RedisVersionTests
{
    [TestMethod]
    [DataRow("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d7c971a948f0", "Redis 7.0.15")]
    [DataRow("Valkey server v=8.1.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=3ab51a0b9a2ab1a", "Valkey 8.1.1")]
    [DataRow("", null)]
    [DataRow("redis-server: not found", null)]
    public void Kind_and_version_are_what_the_program_says(string output, string? version) =>
        Assert.AreEqual(version, RedisVersion.Parse(output) is (string kind, string number) ? $"{kind} {number}" : null);
}
