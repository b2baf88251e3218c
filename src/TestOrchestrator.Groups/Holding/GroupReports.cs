using System.Collections.Immutable;
using System.Text.Json;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Logs;

namespace TestOrchestrator.Groups.Holding;

/// <summary>Reports how groups are: from the running application, or from what was written down last.</summary>
internal static class GroupReports
{
    private const int QuotedLines = 50;

    public static GroupReport Of(GroupRecord record, string directory, RunningApplication application) => new()
    {
        Id = record.Id,
        Name = record.Name,
        Directory = directory,
        Address = application.Address.ToString(),
        Held = true,
        Holder = Environment.ProcessId,
        Processes = [.. Order(application).Select(s => Of(s, application))],
    };

    /// <summary>Writes down how the processes are, for when no process holds the group any more.</summary>
    public static void Write(string directory, GroupReport report) =>
        WholeFile.Write(GroupPaths.Status(directory), JsonSerializer.SerializeToUtf8Bytes(report, GroupJson.Indented));

    /// <summary>Reports how a group is that no process holds. What ran then may or may not have ended.</summary>
    public static GroupReport ReadOf(string directory)
    {
        GroupRecord record = GroupRecord.Read(directory);
        string path = GroupPaths.Status(directory);
        GroupReport? last = null;
        try
        {
            last = File.Exists(path) ? JsonSerializer.Deserialize<GroupReport>(File.ReadAllBytes(path), GroupJson.Indented) : null;
        }
        catch (JsonException)
        {
            // It cannot be half a file. If it was changed by hand, only what is certain is reported.
        }

        return new()
        {
            Id = record.Id,
            Name = record.Name,
            Directory = directory,
            Address = record.Address,
            Held = false,
            Processes = [.. (last?.Processes ?? []).Select(p => p.Status == ProcessStatus.Run ? p with { Status = ProcessStatus.Unknown, Pid = null, Reason = "The process that held the group ended while it ran." } : p with { Pid = null })],
        };
    }

    public static ProcessStatus StatusOf(UnitSnapshot snapshot) => snapshot.State switch
    {
        UnitState.Declared or UnitState.Waiting or UnitState.Skipped => snapshot.Exit switch
        {
            null => ProcessStatus.HasNeverRun,
            { IsSuccess: true } => ProcessStatus.Down,
            _ => ProcessStatus.Fail,
        },
        UnitState.Starting or UnitState.Running or UnitState.Ready or UnitState.Unhealthy or UnitState.Stopping => ProcessStatus.Run,
        UnitState.Stopped or UnitState.Completed => ProcessStatus.Down,
        UnitState.Exited or UnitState.FailedToStart => ProcessStatus.Fail,
        _ => ProcessStatus.Unknown,
    };

    // As they stand in the group file, and not by their names.
    private static IEnumerable<UnitSnapshot> Order(RunningApplication application)
    {
        ILookup<string, UnitSnapshot> byUnit = application.Units.Values.OrderBy(s => s.Name, StringComparer.Ordinal).ToLookup(s => s.Unit, UnitName.Comparer);
        return application.Group.Units.SelectMany(u => byUnit[u.Name]);
    }

    private static ProcessReport Of(UnitSnapshot snapshot, RunningApplication application)
    {
        ProcessStatus status = StatusOf(snapshot);
        string log = application.LogFileOf(snapshot.Name);
        return new()
        {
            Name = snapshot.Name,
            Status = status,
            State = snapshot.State,
            Pid = snapshot.Process?.Pid,
            Since = snapshot.Since,
            ExitCode = snapshot.Exit?.ExitCode,
            Signal = snapshot.Exit?.Signal,
            Reason = snapshot.Reason?.Split('\n')[0].TrimEnd(),
            LastLines = status == ProcessStatus.Fail ? [.. LogTail.Read(log, QuotedLines)] : [],
            Endpoints = application.Group.Get(snapshot.Unit).Endpoints.Zip(application.EndpointsOf(snapshot.Name)).ToImmutableSortedDictionary(e => e.First.Name, e => e.Second.Address.ToString(), StringComparer.Ordinal),
            Log = log,
        };
    }
}
