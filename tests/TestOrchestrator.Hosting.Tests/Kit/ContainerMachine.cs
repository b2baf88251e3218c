using System.Diagnostics;
using System.Text;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Hosting.Tests.Kit;

/// <summary>What tests of containers need of the machine: an engine, and an image that the local engine has no program for.</summary>
internal static class ContainerMachine
{
    /// <summary>An image with redis-server, bash and perl, under a name that says nothing of them.</summary>
    public const string Image = "testorchestrator-tests/tools";

    private const string Original = "redis:8.6";

    private static readonly Lazy<Task<string?>> s_missing = new(FindMissingAsync);

    /// <summary>Skips the test where there is no container engine. An engine that was named and does not answer is a failure.</summary>
    public static async Task RequireAsync()
    {
        if (await s_missing.Value is { } missing)
        {
            Assert.IsNull(Environment.GetEnvironmentVariable("DOCKER_HOST"), missing);
            Assert.Inconclusive(missing);
        }
    }

    /// <summary>Lists the containers, networks and volumes of a run.</summary>
    public static async Task<string> OfRunAsync(string run) => string.Concat(
        await AskAsync("ps", "--all", "--quiet", "--filter", $"label=testorchestrator.run={run}"),
        await AskAsync("network", "ls", "--quiet", "--filter", $"label=testorchestrator.run={run}"),
        await AskAsync("volume", "ls", "--quiet", "--filter", $"label=testorchestrator.run={run}"));

    private static async Task<string?> FindMissingAsync() =>
        await ContainerEngineApi.FindAsync(CancellationToken.None) is null ? "No container engine answers."
        : Command.Run("docker", "tag", Original, $"{Image}:1.0") is { } why ? $"The container engine has no image {Original}, or there is no program 'docker': {why}"
        : null;

    private static async Task<string> AskAsync(params string[] arguments)
    {
        using Process docker = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
        string output = await docker.StandardOutput.ReadToEndAsync();
        await docker.WaitForExitAsync();
        Assert.AreEqual(0, docker.ExitCode, output);
        return output;
    }
}
