using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Scenes;

/// <summary>What tests have played in processes of their own.</summary>
internal static class HostingScenes
{
    /// <summary>Runs a command whose connections are led to a proxy; that answers for <c>outside.example.com</c>.</summary>
    public const string Transparent = "transparent";

    public static IReadOnlyDictionary<string, Func<string[], Task<string>>> All { get; } = new Dictionary<string, Func<string[], Task<string>>>
    {
        [Transparent] = RunTransparentAsync,
    };

    private static async Task<string> RunTransparentAsync(string[] command)
    {
        await using TransparentClient client = await TransparentClient.StartAsync(command);
        client.Proxy.When(r => r.Host("outside.example.com")).Respond(j => j.Text("answered"));
        return await client.RunAsync();
    }
}
