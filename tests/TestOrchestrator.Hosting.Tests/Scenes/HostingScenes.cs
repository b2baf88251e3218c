using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Scenes;

/// <summary>What tests have played in processes of their own.</summary>
internal static class HostingScenes
{
    /// <summary>Runs a command whose connections are led to a proxy; that answers for <c>outside.example.com</c>.</summary>
    public const string Transparent = "transparent";

    /// <summary>Runs an application as with an Aspire that lacks a member.</summary>
    public const string Without = "without";

    /// <summary>Runs an application with a container until it is killed.</summary>
    public const string Containers = "containers";

    public static IReadOnlyDictionary<string, Func<string[], Task<string>>> All { get; } =
        new Dictionary<string, Func<string[], Task<string>>>
    {
        [Transparent] = RunTransparentAsync,
        [Without] = RunWithoutAsync,
        [Containers] = RunContainersAsync,
    };

    private static async Task<string> RunTransparentAsync(string[] command)
    {
        await using TransparentClient client = await TransparentClient.StartAsync(command);
        client.Proxy.When(r => r.Host("outside.example.com")).Respond(j => j.Text("answered"));
        return await client.RunAsync();
    }

    private static async Task<string> RunContainersAsync(string[] arguments)
    {
        await using HostingRun run = new();
        await using LocalApplication application = await LocalApplication.StartWithContainersAsync(
            builder =>
            {
                IResourceBuilder<ContainerResource> server = builder.AddContainer("server", ContainerMachine.Image, "1.0")
                    .WithVolume("data", "/data")
                    .WithArgs("sleep", "600");
                builder.AddExecutable("client", "sleep", "/", "600").WaitFor(server);
            },
            run);
        await application.WaitUntilHealthyAsync("server");
        Console.Out.WriteLine($"run {run.Run.Id}");
        await application.EndAsync("client");
        return "ended";
    }

    private static async Task<string> RunWithoutAsync(string[] member)
    {
        AspireInternals.Instance = new(member[0]);
        await using HostingRun run = new();
        await using LocalApplication application = await LocalApplication.StartAsync(
            builder =>
            {
                builder.Services.AddHealthChecks().AddCheck("always", () => HealthCheckResult.Healthy());
                IResourceBuilder<ExecutableResource> server = builder.AddExecutable("server", "sleep", "/", "600")
                    .WithHealthCheck("always");
                builder.AddExecutable("client", "true", "/").WaitFor(server);
            },
            run);
        List<string> seen = [];
        await application.WaitUntilHealthyAsync("server");
        seen.Add("healthy");
        CustomResourceSnapshot client = await application.EndAsync("client");
        seen.Add(client.ExitCode == 0 ? "waited" : "failed");
        await application.CommandAsync("server", KnownResourceCommands.StopCommand);
        await application.EndAsync("server");
        seen.Add("stopped");
        seen.Add(run.ReadEvents().Contains("This version of Aspire lacks something.", StringComparison.Ordinal) ? "noted" : "silent");
        return string.Join(", ", seen);
    }
}
