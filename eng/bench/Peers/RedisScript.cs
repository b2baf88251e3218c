using System.Net;
using Bench.Groups;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Tools;

namespace Bench.Peers;

/// <summary>Finds the Redis server that the engine runs, wherever it found or fetched it, so that a peer runs the same program.</summary>
internal static class RedisScript
{
    private const string Program = "redis-server";

    /// <summary>Gets where the peer's server listens.</summary>
    public static IPEndPoint Address { get; } = new(IPAddress.Parse("127.86.0.4"), 6379);

    /// <summary>Gets a line for a shell that runs the server at an address that nothing else uses.</summary>
    public static async Task<string> FindAsync(EngineRun run)
    {
        // From then on the shelf has it, under the name that the engine gives it.
        await using RunningApplication application = await run.StartApplicationAsync(Group.Describe(), new() { Name = "group" });
        Tool redis = await ToolShelf.Of(run).GetAsync(new() { Name = "redis", Variable = "TESTORCHESTRATOR_REDIS", Programs = [Program], Help = "The engine has it." }, CancellationToken.None);
        return $"env 'LD_LIBRARY_PATH={redis.LibraryPath}' '{Path.Combine(redis.Directory, Program)}' --bind {Address.Address} --port {Address.Port} --protected-mode no --save '' --appendonly no";
    }
}
