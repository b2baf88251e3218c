using System.Collections.Immutable;
using System.Text.Json;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Records;

/// <summary>What the directory of a run tells of one of its applications. Immutable.</summary>
public sealed record ApplicationRecord
{
    /// <summary>Gets the id, which names its directory.</summary>
    public required string Id { get; init; }

    /// <summary>Gets what it was for, such as the full name of a test class.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the directory of what is kept of it.</summary>
    public required string Directory { get; init; }

    /// <summary>Gets its units.</summary>
    public required ImmutableArray<UnitRecord> Units { get; init; }

    /// <summary>Gets when it was started.</summary>
    public required DateTimeOffset? Started { get; init; }

    /// <summary>Gets when it was ready; null if it has not been yet.</summary>
    public required DateTimeOffset? Ready { get; init; }

    /// <summary>Gets when it had stopped; null as long as it runs, or if its run was ended from outside.</summary>
    public required DateTimeOffset? Stopped { get; init; }

    /// <summary>Gets the directory of the app host that opens it again; null if it was not kept.</summary>
    public string? ReopenedBy { get; init; }

    /// <summary>Gets the tests that have passed.</summary>
    public required int Passed { get; init; }

    /// <summary>Gets the tests that have failed.</summary>
    public required int Failed { get; init; }

    /// <summary>Gets the file that says why tests have failed; it may not be there.</summary>
    public string FailureFile => Path.Combine(Directory, FailureFileName);

    /// <summary>Gets the name of <see cref="FailureFile"/>.</summary>
    public static string FailureFileName => "failures.txt";

    internal static IEnumerable<ApplicationRecord> ReadAll(string runDirectory, RecordedEvents events)
    {
        string applications = Path.Combine(runDirectory, RunDirectory.ApplicationsName);
        if (!System.IO.Directory.Exists(applications))
        {
            return [];
        }

        return System.IO.Directory.EnumerateDirectories(applications)
            .Where(d => File.Exists(Path.Combine(d, ApplicationPaths.DescriptionName)))
            .Select(d => Read(d, events))
            .OrderBy(a => a.Started ?? DateTimeOffset.MaxValue)
            .ThenBy(a => a.Id, StringComparer.Ordinal);
    }

    private static ApplicationRecord Read(string directory, RecordedEvents events)
    {
        using JsonDocument description = RunRecord.ReadDocument(Path.Combine(directory, ApplicationPaths.DescriptionName));
        JsonElement root = description.RootElement;
        string id = RunRecord.Text(root, "id");
        return new()
        {
            Id = id,
            Name = RunRecord.Text(root, "name"),
            Directory = directory,
            Units = [.. root.GetProperty("resources").EnumerateArray().Select(u => UnitRecord.Read(u, id, directory, events))],
            Started = events.StartOf(id),
            Ready = events.ReadyOf(id),
            Stopped = events.StopOf(id),
            ReopenedBy = events.SourceOfKept(id),
            Passed = events.TestsOf(id, hasFailed: false),
            Failed = events.TestsOf(id, hasFailed: true),
        };
    }
}

/// <summary>What the directory of a run tells of one unit of an application. Immutable.</summary>
public sealed record UnitRecord
{
    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it is, such as <c>Project</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets its endpoints: names and addresses.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Endpoints { get; init; }

    /// <summary>Gets the states that it was in, oldest first, until its application was stopped.</summary>
    public required ImmutableArray<StateRecord> States { get; init; }

    /// <summary>Gets the log; it may not be there.</summary>
    public required string LogFile { get; init; }

    internal static UnitRecord Read(JsonElement unit, string application, string directory, RecordedEvents events)
    {
        string name = RunRecord.Text(unit, "name");
        return new()
        {
            Name = name,
            Kind = RunRecord.Text(unit, "kind"),
            Endpoints =
            [
                .. unit.GetProperty("endpoints").EnumerateObject().Select(e => KeyValuePair.Create(e.Name, e.Value.GetString() ?? "")),
            ],
            States = [.. events.StatesOf(application, name)],
            LogFile = ApplicationPaths.LogOf(directory, name),
        };
    }
}

/// <summary>A state that a unit was in. Immutable.</summary>
public sealed record StateRecord
{
    /// <summary>Gets when it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the state, such as <c>Ready</c>.</summary>
    public required string State { get; init; }

    /// <summary>Gets the exit code of its process; null if there is none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets why; null if there is nothing to say.</summary>
    public string? Reason { get; init; }
}
