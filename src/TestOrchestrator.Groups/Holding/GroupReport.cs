using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Groups.Holding;

/// <summary>What is known of a group at one moment. Immutable. Written as JSON, it is what <c>--json</c> prints.</summary>
public sealed record GroupReport
{
    /// <summary>Gets the id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Gets the loopback address of the group; null if it has none yet.</summary>
    public string? Address { get; init; }

    /// <summary>Gets whether a process holds its address and ports.</summary>
    public required bool Held { get; init; }

    /// <summary>Gets the pid of the process that holds it; null if none does.</summary>
    public int? Holder { get; init; }

    /// <summary>Gets its processes in the order of the group file.</summary>
    public required ImmutableArray<ProcessReport> Processes { get; init; }

    /// <summary>Finds the report of a process.</summary>
    /// <param name="process">Its name, in any case.</param>
    /// <returns>The report.</returns>
    /// <exception cref="EngineException">There is no such process.</exception>
    public ProcessReport Get(string process) =>
        Processes.FirstOrDefault(p => UnitName.Comparer.Equals(p.Name, process)) ?? throw GroupErrors.NoSuchProcess(Id, process, [.. Processes.Select(p => p.Name)]);
}
