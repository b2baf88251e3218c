using System.Runtime.InteropServices;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Projects;
using TestOrchestrator.Engine.Runs;

namespace EngineOwner;

/// <summary>Runs a service inside this process, tells of each Ctrl+C and does not end of it, until it is told to end.</summary>
internal static class ServiceOwner
{
    public static async Task RunAsync(string runs, string projectPath, string targetPath)
    {
        int interruptions = 0;
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            Console.WriteLine($"interrupted {Interlocked.Increment(ref interruptions)}");
        });
        EngineRun run = EngineRun.Start(new() { Name = "services", RunsDirectory = runs });
        GroupDefinition group = GroupDefinition.Create([new()
        {
            Name = "service",
            Kind = "Project",
            Provider = new DotnetServiceProvider { ProjectPath = projectPath, TargetPath = targetPath },
            IsProgram = true,
            Endpoints = [new() { Name = "http", Scheme = "http" }],
            Configure = (context, _) => Task.FromResult(new UnitConfiguration
            {
                Environment = new Dictionary<string, string> { ["ASPNETCORE_URLS"] = context.GetEndpoint("http").Url.OriginalString },
            }),
        }]);
        RunningApplication application = await run.StartApplicationAsync(group, new() { Name = "served" });
        Console.WriteLine($"log {application.LogFileOf("service")}");
        Console.WriteLine($"url {application.GetEndpoint("service").Url}");
        await Console.In.ReadLineAsync();
        await run.DisposeAsync();
    }
}
