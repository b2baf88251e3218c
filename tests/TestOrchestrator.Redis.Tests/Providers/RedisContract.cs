using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Redis.Tests.Kit;
using TestOrchestrator.Redis.Tests.Clients;
using TestOrchestrator.TestKit.Applications;
using TestOrchestrator.TestKit.Providers;

namespace TestOrchestrator.Redis.Tests.Providers;

public abstract class RedisContract : UnitProviderContract
{
    protected override void Add(TestGroup group) => group.AddRedis(Subject);

    protected override async Task WriteAsync(RunningApplication app, string text)
    {
        using RedisClient redis = await RedisClient.EnterAsync(app, Subject);
        Assert.AreEqual("OK", await redis.CallAsync("SET", "kept", text));
    }

    protected override async Task<string?> ReadAsync(RunningApplication app)
    {
        using RedisClient redis = await RedisClient.EnterAsync(app, Subject);
        return await redis.CallAsync("GET", "kept");
    }

    protected override int PidOf(TemporaryRun run, RunningApplication app) => app.Units[Subject].Process!.Value.Pid;
}
