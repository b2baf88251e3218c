using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Cli.Running;

/// <summary>Runs an app host in the foreground: the terminal is its own.</summary>
internal static partial class AppHostRun
{
    // By which an app host knows that this process is gone, however it ended.
    private const string OwnerVariable = "TESTORCHESTRATOR_OWNER";
    private const int SigTerm = 15;

    public static async Task<int> RunAsync(AppHostProgram program, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(DotnetHost.Path, program.RunArguments(build: true)) { UseShellExecute = false };
        foreach ((string name, string value) in program.Variables)
        {
            start.Environment[name] = value;
        }

        ProcessIdentity self = ProcessIdentity.Of(Environment.ProcessId);
        start.Environment[OwnerVariable] = string.Create(CultureInfo.InvariantCulture, $"{self.Pid}:{self.StartTicks}");
        using Process process = Process.Start(start)!;

        // Ctrl+C in a terminal reaches the app host, too, for which a second signal means nothing new. 'dotnet run' passes SIGTERM on.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            _ = SendSignal(process.Id, SigTerm);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
