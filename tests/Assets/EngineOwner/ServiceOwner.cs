using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Projects;
using TestOrchestrator.Engine.Applications;
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
        using ConfigurationManager configuration = new();
        ApplicationModelBuilder builder = new() { Configuration = configuration, Environment = new HostingEnvironment(), AppHostDirectory = runs };
        builder.AddProject("service", projectPath).WithAnnotation(new Built { ProjectPath = projectPath, TargetPath = targetPath }).WithHttpEndpoint();
        RunningApplication application = await run.StartApplicationAsync(ApplicationModel.Build(builder), new() { Name = "served" });
        Console.WriteLine($"log {application.LogFileOf("service")}");
        Console.WriteLine($"url {application.GetEndpoint("service").Url}");
        await Console.In.ReadLineAsync();
        await run.DisposeAsync();
    }

    private sealed class Built : IProjectMetadata
    {
        public required string ProjectPath { get; init; }

        public required string? TargetPath { get; init; }
    }
}
