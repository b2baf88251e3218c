using Bench.Definitions;
using TestOrchestrator.Engine.Definitions;

namespace Bench.Groups;

/// <summary>Three processes that belong together: one that sleeps, a shell with a child that left its session, a Redis server.</summary>
internal static class Group
{
    public const int Size = 3;
    public const string Server = "server";

    public static string[] Sleeper { get; } = ["sleep", "3600"];

    public static string[] Shell { get; } = ["sh", "-c", "setsid sleep 3600 & while :; do sleep 3600; done"];

    public static GroupDefinition Describe() => GroupDefinition.Create(
    [
        Units.Executable("sleeper", Sleeper),
        Units.Executable("shell", Shell),
        Units.Redis(Server, $"{Guid.NewGuid():N}"),
    ]);
}
