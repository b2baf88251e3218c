using System.Diagnostics;
using System.Text.Json;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Hosting.Tests.Scenes;

/// <summary>What tests have played in processes of their own.</summary>
internal static class HostingScenes
{
    /// <summary>Runs a command whose connections are led to a proxy; that answers for <c>outside.example.com</c>.</summary>
    public const string Transparent = "transparent";

    /// <summary>Runs an application for each of some members that are not public, as with an Aspire that lacks it.</summary>
    public const string Without = "without";

    /// <summary>Runs an application with a container until it is killed.</summary>
    public const string Containers = "containers";

    /// <summary>Runs an application as with an Aspire that lacks the service that the local engine replaces.</summary>
    public const string LeftToAspire = "left-to-aspire";

    /// <summary>Makes a trusted development certificate, and says which endpoints a Redis server has with each engine.</summary>
    public const string WithDeveloperCertificate = "with-developer-certificate";

    public static IReadOnlyDictionary<string, Func<string[], Task<string>>> All { get; } =
        new Dictionary<string, Func<string[], Task<string>>>
    {
        [Transparent] = RunTransparentAsync,
        [Without] = RunWithoutAsync,
        [Containers] = RunContainersAsync,
        [LeftToAspire] = RunOnAspiresEngineAsync,
        [WithDeveloperCertificate] = EndpointsOfRedisAsync,
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

    private static async Task<string> RunWithoutAsync(string[] members)
    {
        List<string> seen = [];
        foreach (string member in members)
        {
            AspireInternals.Instance = new(member);
            try
            {
                seen.Add($"{member}: {await RunWithoutAsync(AspireInternals.Instance.Losses)}");
            }
            catch (Exception e) when (e is TimeoutException or DistributedApplicationException)
            {
                seen.Add($"{member}: {e.Message}");
            }
        }

        return string.Join('\n', seen);
    }

    private static async Task<string> RunWithoutAsync(IEnumerable<string> losses)
    {
        await using HostingRun run = new();
        await using LocalApplication application = await LocalApplication.StartAsync(
            builder =>
            {
                builder.Services.AddHealthChecks().AddCheck("always", () => HealthCheckResult.Healthy());
                string project = Path.Combine(builder.AppHostDirectory, "server.csproj");
                File.WriteAllText(project, "<Project />");
                IResourceBuilder<ProjectResource> server = builder.AddProject("server", project)
#pragma warning disable ASPIREEXTENSION001
                    .WithAnnotation(new ExecutableAnnotation { Command = "sleep", WorkingDirectory = "/" })
#pragma warning restore ASPIREEXTENSION001
                    .WithArgs("600").WithHealthCheck("always");
                builder.AddExecutable("client", "true", "/").WaitFor(server);
            },
            run);
        List<string> seen = [];
        await application.WaitUntilHealthyAsync("server");
        seen.Add("healthy");
        CustomResourceSnapshot client = await application.EndAsync("client");
        seen.Add(client.ExitCode == 0 ? "waited" : "failed");
        await application.CommandAsync("server", KnownResourceCommands.RestartCommand);
        await application.WaitUntilHealthyAsync("server");
        seen.Add("restarted");
        await application.CommandAsync("server", KnownResourceCommands.StopCommand);
        await application.EndAsync("server");
        seen.Add("stopped");
        string[] notes = [.. run.ReadEvents().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line))
            .Where(e => e.GetProperty("event").GetString() == "note")
            .Select(e => e.GetProperty("text").GetString()!)];
        seen.Add(losses.All(l => notes.Contains(AspireInternals.Describe(l))) ? "noted" : "silent");
        return string.Join(", ", seen);
    }

    private static async Task<string> RunOnAspiresEngineAsync(string[] arguments)
    {
        AspireInternals.Instance = new(AspireInternals.OrchestratorService);
        using TemporaryDirectory directory = new();
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            // Its metadata says where DCP is.
            AssemblyName = typeof(Projects.AppHost).Assembly.GetName().Name,
            ProjectDirectory = directory.Path,
            DisableDashboard = true,
        });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        ServiceDescriptor[] before = [.. builder.Services];
        builder.UseLocalEngine();
        bool isUnchanged = before.SequenceEqual(builder.Services);
        builder.AddExecutable("program", "sleep", "/", "600");
        await using DistributedApplication application = builder.Build();
        await application.StartAsync();
        ResourceEvent running = await application.ResourceNotifications
            .WaitForResourceAsync("program", e => e.Snapshot.State?.Text == KnownResourceStates.Running);
        int pid = (int)running.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value!;
        string status = await File.ReadAllTextAsync($"/proc/{pid}/status");
        string parent = status.Split('\n').Single(line => line.StartsWith("PPid:", StringComparison.Ordinal))["PPid:".Length..].Trim();
        string owner = (await File.ReadAllTextAsync($"/proc/{parent}/comm")).Trim();
        await application.StopAsync();
        return $"{(isUnchanged ? "unchanged" : "changed")}, {owner}";
    }

    private static async Task<string> EndpointsOfRedisAsync(string[] arguments)
    {
        // It exits with 4 where some clients would not trust it: browsers that this home does not have.
        ProcessStartInfo start = new("dotnet", ["dev-certs", "https", "--trust"]) { RedirectStandardOutput = true };
        using Process made = Process.Start(start)!;
        await made.StandardOutput.ReadToEndAsync();
        await made.WaitForExitAsync();
        string aspire = await EndpointsOfRedisAsync(_ => { });
        string ours = await EndpointsOfRedisAsync(builder => builder.UseLocalEngine());
        return $"Aspire: {aspire}; local engine: {ours}";
    }

    private static async Task<string> EndpointsOfRedisAsync(Action<IDistributedApplicationBuilder> change)
    {
        using TemporaryDirectory directory = new();
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            AssemblyName = typeof(Projects.AppHost).Assembly.GetName().Name,
            ProjectDirectory = directory.Path,
            DisableDashboard = true,
        });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        change(builder);
        RedisResource cache = builder.AddRedis("cache").Resource;
        await using DistributedApplication application = builder.Build();
        IDistributedApplicationEventing eventing = application.Services.GetRequiredService<IDistributedApplicationEventing>();
        DistributedApplicationModel model = application.Services.GetRequiredService<DistributedApplicationModel>();
        await eventing.PublishAsync(new BeforeStartEvent(application.Services, model));
        return string.Join(' ', cache.Annotations.OfType<EndpointAnnotation>().Select(e => e.Name));
    }
}
