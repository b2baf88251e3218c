using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;

namespace EngineOwner;

/// <summary>Makes applications with three endpoints each, tells their addresses, and holds them until it is told to dispose of them.</summary>
internal static class Allocator
{
    public static async Task RunAsync(string runs, int count)
    {
        EngineRun run = EngineRun.Start(new() { Name = "allocator", RunsDirectory = runs });
        List<RunningApplication> held = [];
        GroupDefinition group = Group(runs);
        Console.WriteLine($"state {run.StateDirectory}");
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        for (int i = 0; i < count; i++)
        {
            RunningApplication application = run.CreateApplication(group, new() { Name = "allocated", Address = i % 2 == 0 ? null : System.Net.IPAddress.Loopback });
            held.Add(application);
            Console.WriteLine(string.Join(' ', application.EndpointsOf("server").Select(e => e.Address)));
        }

        Console.WriteLine("allocated");
        await Console.In.ReadLineAsync();
        await Task.WhenAll(held.Select(application => application.DisposeAsync().AsTask()));
        await run.DisposeAsync();
    }

    private static GroupDefinition Group(string directory) => GroupDefinition.Create([new()
    {
        Name = "server",
        Kind = "Executable",
        Provider = new ProcessProvider { Command = "true", WorkingDirectory = directory },
        Endpoints = [new() { Name = "any" }, new() { Name = "another" }, new() { Name = "wished", Port = 25432 }],
    }]);
}
