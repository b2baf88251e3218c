using System.Collections.Immutable;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Groups.Keeping;

/// <summary>Uses groups that have keepers, from any process. Thread-safe.</summary>
/// <param name="store">The groups.</param>
/// <param name="keeper">The program that keeps them.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class GroupClient(GroupStore store, KeeperProgram keeper, TimeProvider timeProvider)
{
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(10);

    /// <summary>Gets the groups.</summary>
    public GroupStore Store => store;

    /// <summary>Has a group held whose directory was just made; if that fails, the directory is removed again.</summary>
    /// <param name="directory">The directory, as <see cref="GroupStore.Create"/> made it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How the group is.</returns>
    /// <exception cref="EngineException">It cannot be held: a template has mistakes, or something cannot be reserved.</exception>
    public async Task<GroupReport> HoldNewAsync(string directory, CancellationToken cancellationToken = default)
    {
        try
        {
            KeeperFile started = await KeeperProcess.StartAsync(directory, keeper, timeProvider, cancellationToken).ConfigureAwait(false);
            return (await KeeperConnection.AskAsync(started, directory, new() { Command = "status" }, cancellationToken).ConfigureAwait(false)).Report!;
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>Reports how a group is.</summary>
    /// <param name="directory">The directory of the group.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How it is; of a group that no process holds, how it was when that was written down last.</returns>
    public static async Task<GroupReport> StatusAsync(string directory, CancellationToken cancellationToken = default) =>
        KeeperFile.OfLiving(directory) is { } living
            ? (await KeeperConnection.AskAsync(living, directory, new() { Command = "status" }, cancellationToken).ConfigureAwait(false)).Report!
            : GroupReports.ReadOf(directory);

    /// <summary>Starts every process that does not run. A group that no process holds gets a keeper first.</summary>
    /// <param name="directory">The directory of the group.</param>
    /// <param name="wait">Whether to wait until every process is ready.</param>
    /// <param name="cancellationToken">Ends the wait; the start goes on.</param>
    /// <returns>What was done.</returns>
    public async Task<GroupChange> StartAsync(string directory, bool wait = true, CancellationToken cancellationToken = default) =>
        await ChangeAsync(directory, new() { Command = "start", Wait = wait }, cancellationToken).ConfigureAwait(false);

    /// <summary>Stops every process, and waits until all have ended. The group keeps its address, ports and files.</summary>
    /// <param name="directory">The directory of the group.</param>
    /// <param name="cancellationToken">Ends the wait; the stop goes on.</param>
    /// <returns>What was done.</returns>
    public async Task<GroupChange> StopAsync(string directory, CancellationToken cancellationToken = default) =>
        KeeperFile.OfLiving(directory) is null
            ? Nothing(directory, "was not running")
            : await ChangeAsync(directory, new() { Command = "stop" }, cancellationToken).ConfigureAwait(false);

    /// <summary>Stops and starts one process, or all.</summary>
    /// <param name="directory">The directory of the group.</param>
    /// <param name="process">The process; null for all.</param>
    /// <param name="cancellationToken">Ends the wait; the restart goes on.</param>
    /// <returns>What was done.</returns>
    public async Task<GroupChange> RestartAsync(string directory, string? process, CancellationToken cancellationToken = default) =>
        await ChangeAsync(directory, new() { Command = "restart", Process = process }, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Stops every process, lets go of address and ports, and removes the directory of the group. Returns when nothing of it is left.
    /// </summary>
    /// <param name="directory">The directory of the group.</param>
    /// <param name="cancellationToken">Ends the wait; the termination goes on.</param>
    /// <returns>What was done.</returns>
    public async Task<GroupChange> TerminateAsync(string directory, CancellationToken cancellationToken = default)
    {
        if (KeeperFile.OfLiving(directory) is not { } living)
        {
            return Remove(directory);
        }

        GroupChange change = (await KeeperConnection.AskAsync(living, directory, new() { Command = "terminate" }, cancellationToken).ConfigureAwait(false)).Change!;
        await Wait.UntilAsync(
            $"the keeper of the group '{change.Id}' to end",
            _ => new(KeeperFile.OfLiving(directory) is null && !Directory.Exists(directory) ? Observation.Satisfied : Observation.NotYet("that it lives")),
            new() { Timeout = s_endLimit },
            timeProvider,
            cancellationToken).ConfigureAwait(false);
        return change;
    }

    private async Task<GroupChange> ChangeAsync(string directory, KeeperRequest request, CancellationToken cancellationToken)
    {
        KeeperFile living = KeeperFile.OfLiving(directory)
            ?? await KeeperProcess.StartAsync(directory, keeper, timeProvider, cancellationToken).ConfigureAwait(false);
        return (await KeeperConnection.AskAsync(living, directory, request, cancellationToken).ConfigureAwait(false)).Change!;
    }

    private static GroupChange Remove(string directory)
    {
        GroupChange change = Nothing(directory, "was not running");
        if (GroupStore.IsHeld(directory))
        {
            throw GroupErrors.Held(change.Id, GroupPaths.Lock(directory));
        }

        Directory.Delete(directory, recursive: true);
        return change;
    }

    private static GroupChange Nothing(string directory, string what)
    {
        GroupReport report = GroupReports.ReadOf(directory);
        return new() { Id = report.Id, Processes = report.Processes.ToImmutableSortedDictionary(p => p.Name, _ => what, StringComparer.Ordinal) };
    }
}
