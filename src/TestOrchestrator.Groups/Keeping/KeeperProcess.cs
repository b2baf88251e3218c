using System.Diagnostics;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Groups.Keeping;

/// <summary>Starts keepers, which live on when this process has ended.</summary>
internal static class KeeperProcess
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    /// <summary>Starts the keeper of a group and waits until it holds the group.</summary>
    /// <exception cref="Engine.Errors.EngineException">It does not; the message has what it said.</exception>
    public static async Task<KeeperFile> StartAsync(
        string group,
        KeeperProgram program,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        GroupRecord record = GroupRecord.Read(group);
        string log = GroupPaths.KeeperLog(group);
        File.Delete(log);
        using Process process = Process.Start(CommandOf(group, program, log))!;
        KeeperFile? keeper = null;
        try
        {
            await Wait.UntilAsync(
                $"the keeper of the group '{record.Id}'",
                _ =>
                {
                    // Another keeper may have been quicker; the one that holds the group is right.
                    bool ended = process.HasExited;
                    keeper = KeeperFile.OfLiving(group);
                    return new(keeper is not null || ended ? Observation.Satisfied : Observation.NotYet("that it does not hold the group yet"));
                },
                new() { Timeout = s_startLimit },
                timeProvider,
                cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            process.Kill(entireProcessTree: true);
            throw GroupErrors.KeeperDidNotStart(record.Id, e.Message);
        }

        return keeper ?? throw GroupErrors.KeeperDidNotStart(record.Id, string.Join(Environment.NewLine, LogTail.Read(log)));
    }

    // Not with pipes, which would end with this process; the shell becomes the keeper.
    private static ProcessStartInfo CommandOf(string group, KeeperProgram program, string log)
    {
        ProcessStartInfo start = new("/bin/sh")
        {
            ArgumentList = { "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "keeper", log },
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (string argument in (IEnumerable<string>)[program.Path, .. program.Arguments, group])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
