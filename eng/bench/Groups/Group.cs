using Bench.Cases;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.Redis.Resources;

namespace Bench.Groups;

/// <summary>Three processes that belong together: one that sleeps, a shell with a child that left its session, a Redis server.</summary>
internal static class Group
{
    public const int Size = 3;
    public const string Server = "server";

    public static string[] Sleeper { get; } = ["sleep", "3600"];

    public static string[] Shell { get; } = ["sh", "-c", "setsid sleep 3600 & while :; do sleep 3600; done"];

    public static ApplicationModel Describe() => BenchRun.Describe(builder =>
    {
        builder.AddExecutable("sleeper", Sleeper[0], "/", Sleeper[1..]);
        builder.AddExecutable("shell", Shell[0], "/", Shell[1..]);
        builder.AddRedis(Server);
    });
}
