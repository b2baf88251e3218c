using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Groups.Description;
using TestOrchestrator.Groups.Modelling;

namespace TestOrchestrator.Groups.Holding;

/// <summary>Opens a group whose directory is there: takes its lock, reserves its address and ports, makes its files.</summary>
internal static class GroupOpening
{
    private static readonly TimeSpan s_lockLimit = TimeSpan.FromMilliseconds(250);

    public static async Task<(FileLock Held, RunningApplication Application, GroupRecord Record)> OpenAsync(
        EngineRun run,
        string directory,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        GroupRecord record = GroupRecord.Read(directory);
        FileLock held = await LockAsync(record, directory, run.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        RunningApplication? application = null;
        try
        {
            application = run.CreateApplication(GroupModel.Build(GroupFileReader.Read(GroupPaths.Source(directory)), record.PlaceAt(directory)), OptionsOf(record, directory));
            await application.RenderAsync(cancellationToken).ConfigureAwait(false);
            return (held, application, record);
        }
        catch
        {
            if (application is not null)
            {
                await application.DisposeAsync().ConfigureAwait(false);
            }

            held.Dispose();
            throw;
        }
    }

    private static ApplicationOptions OptionsOf(GroupRecord record, string directory) => new()
    {
        Id = record.Id,
        Name = record.Name,
        Directory = directory,
        FilesDirectory = GroupPaths.Processes(directory),
        Wishes = new() { Address = record.Address is { } address ? IPAddress.Parse(address) : null, Ports = record.Ports.ToImmutableDictionary() },
    };

    // A process that only looks whether the group is held has the lock for a moment.
    private static async Task<FileLock> LockAsync(
        GroupRecord record,
        string directory,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        FileLock? held = null;
        try
        {
            await Wait.UntilAsync(
                "the lock of the group",
                _ => new((held = FileLock.TryExclusive(GroupPaths.Lock(directory))) is null ? Observation.NotYet("it held") : Observation.Satisfied),
                new() { Timeout = s_lockLimit },
                timeProvider,
                cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw GroupErrors.Held(record.Id, GroupPaths.Lock(directory));
        }

        return held!;
    }
}
