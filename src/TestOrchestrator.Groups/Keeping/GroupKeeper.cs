using System.Runtime.InteropServices;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Groups.Keeping;

/// <summary>
/// The process that holds one group from create to terminate, whatever other processes come and go: an ordinary run with its nursery, in a
/// session of its own. When it is killed, its nursery ends the group's processes; the group's files stay.
/// </summary>
public static partial class GroupKeeper
{
    private const int Failed = 1;

    /// <summary>Gets how runs of keepers are started.</summary>
    /// <param name="directory">The directory of the group.</param>
    /// <returns>The options.</returns>
    public static EngineRunOptions OptionsFor(string directory) => new()
    {
        Name = Path.GetFileName(directory),
        RunsDirectory = GroupPaths.Runs(directory),
        KeepRuns = 5,
        HealthInterval = TimeSpan.FromSeconds(5),
    };

    /// <summary>
    /// Holds a group until it is terminated, or this process is asked to end: then the group is stopped and its files stay.
    /// </summary>
    /// <param name="directory">The directory of the group.</param>
    /// <param name="startRun">Starts the run that the processes belong to.</param>
    /// <returns>The exit code: 0, or 1 if the group could not be held; standard error says why.</returns>
    public static async Task<int> RunAsync(string directory, Func<EngineRunOptions, EngineRun> startRun)
    {
        ArgumentNullException.ThrowIfNull(startRun);
        LeaveTerminal();
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration terminal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static context => context.Cancel = true);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            asked.TrySetResult();
        });
        try
        {
            EngineRun run = startRun(OptionsFor(directory));
            await using (run.ConfigureAwait(false))
            {
                await KeepAsync(run, directory, asked.Task).ConfigureAwait(false);
            }

            return 0;
        }
        catch (Exception e) when (e is EngineException or DefinitionException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return Failed;
        }
    }

    private static async Task KeepAsync(EngineRun run, string directory, Task asked)
    {
        ProcessGroup group = await ProcessGroup.HoldAsync(run, directory).ConfigureAwait(false);
        await using (group.ConfigureAwait(false))
        {
            string socket = Path.Combine(run.StateDirectory, "keeper");
            KeeperServer server = new(group, socket);
            await using (server.ConfigureAwait(false))
            {
                new KeeperFile { Pid = Environment.ProcessId, StartTicks = ProcessIdentity.Of(Environment.ProcessId).StartTicks, Socket = socket }.Write(directory);
                await Task.WhenAny(server.Terminated, asked).ConfigureAwait(false);
            }
        }
    }

    // What ends a terminal's processes must not end the group.
    private static void LeaveTerminal() => _ = SetSid();

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSid();
}
