using System.Diagnostics;
using System.Runtime.InteropServices;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Cli.Running;

/// <summary>Runs an app host in the foreground, as <c>dotnet run</c> does: the terminal is its own.</summary>
internal static class AppHostRun
{
    public static async Task<int> RunAsync(string project, IEnumerable<string> args, GroupOptions options, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(DotnetHost.Path) { UseShellExecute = false };
        foreach (string argument in (IEnumerable<string>)["run", "--project", project, "--", .. args, .. options.Parameters.Select(p => $"--Parameters:{p.Key}={p.Value}")])
        {
            start.ArgumentList.Add(argument);
        }

        // Ctrl+C reaches both: the app host stops in order, and this one waits for it.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode;
    }
}
