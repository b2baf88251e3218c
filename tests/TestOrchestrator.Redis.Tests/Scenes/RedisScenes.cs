using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Tools;
using TestOrchestrator.Redis.Providers;
using TestOrchestrator.Redis.Tests.Kit;
using TestOrchestrator.Redis.Tests.Clients;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Redis.Tests.Scenes;

/// <summary>What this program does in a process of its own.</summary>
internal static class RedisScenes
{
    /// <summary>Fetches the programs, with nothing installed, starts an application, and uses its server.</summary>
    public const string Fetch = "fetch";

    public static IReadOnlyDictionary<string, Func<string[], Task<string>>> All { get; } = new Dictionary<string, Func<string[], Task<string>>>
    {
        [Fetch] = _ => FetchAsync(),
    };

    private static async Task<string> FetchAsync()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);

        // The shelf of a run looks for each tool once: what is asked for first is what everybody gets.
        await ToolShelf.Of(run.Run).GetAsync(RedisTools.Definition with { Directories = [] }, CancellationToken.None);
        RunningApplication app = await run.StartAsync(b => b.AddRedis("cache"));
        using RedisClient redis = await RedisClient.EnterAsync(app, "cache");
        await redis.CallAsync("SET", "key", "kept");
        string source = run.Events("tool-found").Single().GetProperty("source").GetString()!;
        return $"{source} programs: {await redis.CallAsync("GET", "key")}";
    }
}
