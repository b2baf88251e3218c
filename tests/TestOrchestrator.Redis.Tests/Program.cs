using TestOrchestrator.Redis.Tests.Scenes;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Redis.Tests;

internal static class Program
{
    public static Task<int> Main(string[] args) => args is [OtherProcess.Word, ..]
        ? OtherProcess.PlayAsync(args, RedisScenes.All)
        : MicrosoftTestingPlatformApplication.RunAsync(args);
}
