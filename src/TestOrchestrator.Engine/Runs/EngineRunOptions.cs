using TestOrchestrator.Engine.Admissions;
using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Engine.Runs;

/// <summary>What is wanted of a run. Immutable.</summary>
public sealed record EngineRunOptions
{
    /// <summary>Gets what runs, for people who look at the run directory: the name of a test project or an app host.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the directory that holds the directories of all runs: a full path.</summary>
    public required string RunsDirectory { get; init; }

    /// <summary>Gets the lane of applications that do not say another.</summary>
    /// <value>The default is <see cref="Lane.Fast"/>.</value>
    public Lane Lane { get; init; } = Lane.Fast;

    /// <summary>Gets how many runs are kept in <see cref="RunsDirectory"/>, the new one included.</summary>
    /// <value>The default is 20. At least 1.</value>
    public int KeepRuns { get; init; } = 20;

    /// <summary>Gets how long one resource may take from its start until it is ready.</summary>
    /// <value>The default is 30 seconds. What has to be fetched first does not count; a debugger that is attached suspends it.</value>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long it may take to get there what resources need before they start, such as programs that are fetched.</summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan PrepareLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets how long a program may take to end when it is asked to, before it is killed.</summary>
    /// <value>The default is 2 seconds.</value>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how many applications may start at the same time; the others wait for their turn, in order.</summary>
    /// <value>
    /// The default is by cores and memory: two a core, and at most one for each 256 MiB that the process may use. At least 1.
    /// </value>
    public int ConcurrentStarts { get; init; } = StartPlaces.Default;

    /// <summary>Gets how long an application may wait for its turn to start.</summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan QueueLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets how often the health checks of a ready resource are repeated.</summary>
    /// <value>The default is null: never, as a test asks the resource itself.</value>
    public TimeSpan? HealthInterval { get; init; }

    /// <summary>Gets the clock.</summary>
    /// <value>The default is the machine's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Lists what is wrong with the options, in full sentences.</summary>
    /// <returns>The problems; none if the options can be used.</returns>
    public IEnumerable<string> Problems()
    {
        if (!Path.IsPathFullyQualified(RunsDirectory))
        {
            yield return $"{nameof(RunsDirectory)} is '{RunsDirectory}'; it must be a full path, as the current directory is not the same for everybody.";
        }

        if (KeepRuns < 1)
        {
            yield return $"{nameof(KeepRuns)} is {KeepRuns}; at least this run must be kept.";
        }

        if (ConcurrentStarts < 1)
        {
            yield return $"{nameof(ConcurrentStarts)} is {ConcurrentStarts}; at least one application must be able to start.";
        }

        foreach ((string name, TimeSpan value) in new[] { (nameof(StartLimit), StartLimit), (nameof(PrepareLimit), PrepareLimit), (nameof(StopGrace), StopGrace), (nameof(QueueLimit), QueueLimit) })
        {
            if (value <= TimeSpan.Zero)
            {
                yield return $"{name} is {value}; it must be longer than nothing.";
            }
        }

        if (HealthInterval <= TimeSpan.Zero)
        {
            yield return $"{nameof(HealthInterval)} is {HealthInterval}; it must be longer than nothing, or null for never.";
        }
    }
}
