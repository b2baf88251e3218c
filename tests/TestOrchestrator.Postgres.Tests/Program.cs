using TestOrchestrator.Postgres.Tests.Scenes;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Postgres.Tests;

internal static class Program
{
    public static Task<int> Main(string[] args) => args is [OtherProcess.Word, ..]
        ? OtherProcess.PlayAsync(args, PostgresScenes.All)
        : MicrosoftTestingPlatformApplication.RunAsync(args);
}
