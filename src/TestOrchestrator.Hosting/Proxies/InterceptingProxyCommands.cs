using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>What can be done with a proxy from Aspire's dashboard.</summary>
internal static class InterceptingProxyCommands
{
    public static ExecuteCommandResult ClearMocks(InterceptingProxyResource proxy)
    {
        if (proxy.Session is not { } session)
        {
            return NotRunning(proxy);
        }

        session.Root.RemoveMocks();
        return CommandResults.Success();
    }

    public static async Task<ExecuteCommandResult> SaveHarAsync(InterceptingProxyResource proxy, ExecuteCommandContext context)
    {
        if (proxy.Session is not { } session)
        {
            return NotRunning(proxy);
        }

        string path = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"{proxy.Name}-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}.har"));
        await session.Root.WriteHarAsync(path, context.CancellationToken).ConfigureAwait(false);
#pragma warning disable CA1848, CA1873 // Once for each click.
        context.Logger.LogInformation("The traffic is in {Path}", path);
#pragma warning restore CA1848, CA1873
        return CommandResults.Success($"The traffic is in '{path}'.");
    }

    private static ExecuteCommandResult NotRunning(InterceptingProxyResource proxy) =>
        CommandResults.Failure($"The proxy '{proxy.Name}' does not run.");
}
