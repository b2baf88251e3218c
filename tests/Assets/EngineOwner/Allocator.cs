using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Runs;

namespace EngineOwner;

/// <summary>Makes applications with three endpoints each, tells their addresses, and holds them until it is told to dispose of them.</summary>
internal static class Allocator
{
    public static async Task RunAsync(string runs, int count)
    {
        EngineRun run = EngineRun.Start(new() { Name = "allocator", RunsDirectory = runs });
        List<RunningApplication> held = [];
        ApplicationModel model = Model(runs);
        Console.WriteLine($"state {run.StateDirectory}");
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        for (int i = 0; i < count; i++)
        {
            RunningApplication application = run.CreateApplication(model, new() { Name = "allocated", Address = i % 2 == 0 ? null : System.Net.IPAddress.Loopback });
            held.Add(application);
            Console.WriteLine(string.Join(' ', application.EndpointsOf("server").Select(e => e.Address)));
        }

        Console.WriteLine("allocated");
        await Console.In.ReadLineAsync();
        await Task.WhenAll(held.Select(application => application.DisposeAsync().AsTask()));
        await run.DisposeAsync();
    }

    private static ApplicationModel Model(string directory)
    {
        using ConfigurationManager configuration = new();
        ApplicationModelBuilder builder = new() { Configuration = configuration, Environment = new HostingEnvironment(), AppHostDirectory = directory };
        IResourceBuilder<ExecutableResource> server = builder.AddExecutable("server", "true", directory)
            .WithEndpoint(name: "any")
            .WithEndpoint(name: "another")
            .WithEndpoint(port: 25432, name: "wished");
        return ApplicationModel.Build(server.ApplicationBuilder);
    }
}
