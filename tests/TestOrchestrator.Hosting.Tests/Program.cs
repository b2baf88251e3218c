using TestOrchestrator.Hosting.Tests.Scenes;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Hosting.Tests;

internal static class Program
{
    public static Task<int> Main(string[] args) => args is [OtherProcess.Word, ..]
        ? OtherProcess.PlayAsync(args, HostingScenes.All)
        : MicrosoftTestingPlatformApplication.RunAsync(args);
}
