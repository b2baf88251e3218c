using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Redis.Resources;
using TestOrchestrator.Redis.Tests.Clients;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Redis.Tests.Scenes;

/// <summary>What this program does in a process of its own.</summary>
internal static class RedisScenes
{
    /// <summary>Starts an application and uses its server. Says where the programs came from, and what they are.</summary>
    public const string Use = "use";

    public static IReadOnlyDictionary<string, Func<string[], Task<string>>> All { get; } = new Dictionary<string, Func<string[], Task<string>>>
    {
        [Use] = UseAsync,
    };

    private static async Task<string> UseAsync(string[] arguments)
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);
        RunningApplication app = await run.StartAsync(b => b.AddRedis("cache"));
        using RedisClient redis = await RedisClient.EnterAsync(app, "cache");
        await redis.CallAsync("SET", "key", "kept");
        string source = run.Events("tool-found").Single().GetProperty("source").GetString()!;
        return $"{source} {await redis.CallAsync("GET", "key")}";
    }
}
