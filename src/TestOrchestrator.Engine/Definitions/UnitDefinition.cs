using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Definitions;

/// <summary>One thing that a group runs: a process, a .NET service inside this process, a server, a proxy. Immutable.</summary>
public sealed record UnitDefinition
{
    /// <summary>Gets the name, unique in the group; compared without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what kind of thing it is, for people who read reports, such as <c>Executable</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets what runs it.</summary>
    public required IUnitProvider Provider { get; init; }

    /// <summary>Gets the lane that it runs in whatever the lane of the group is.</summary>
    /// <value>The default is null: that of the group.</value>
    public Lane? Lane { get; init; }

    /// <summary>Gets how many instances run side by side, each with endpoints of its own.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Gets the endpoints.</summary>
    public ImmutableArray<EndpointDefinition> Endpoints { get; init; } = [];

    /// <summary>Gets the units that it waits for.</summary>
    public ImmutableArray<DependencyDefinition> DependsOn { get; init; } = [];

    /// <summary>
    /// Gets the units whose endpoints its configuration contains: when a port of theirs has to move, it is started again.
    /// </summary>
    public ImmutableArray<string> References { get; init; } = [];

    /// <summary>Gets the units that are stopped only when this one has ended, beyond those in <see cref="DependsOn"/>.</summary>
    public ImmutableArray<string> StopsBefore { get; init; } = [];

    /// <summary>
    /// Gets the exit codes with which it may end, beyond those that a unit of the group waits for. Without endpoints it may also end with
    /// 0.
    /// </summary>
    public ImmutableArray<int> ExpectedExitCodes { get; init; } = [];

    /// <summary>Gets whether it is started only when it is asked for by name.</summary>
    public bool ExplicitStart { get; init; }

    /// <summary>
    /// Gets whether it is a program of the user's, and no server: programs are stopped before servers, and are not started ahead of need.
    /// </summary>
    public bool IsProgram { get; init; }

    /// <summary>Gets the resolver of what it is started with. Called before each start, from any thread.</summary>
    public Func<UnitContext, CancellationToken, Task<UnitConfiguration>> Configure { get; init; } = static (_, _) => Task.FromResult(UnitConfiguration.Empty);

    /// <summary>
    /// Gets what has to happen before each start, once everything in <see cref="DependsOn"/> is there; no limit of time applies to it.
    /// </summary>
    public Func<UnitContext, CancellationToken, Task>? BeforeStart { get; init; }

    /// <summary>Gets the HTTP requests that it must answer before it is ready.</summary>
    public ImmutableArray<HttpCheckDefinition> HttpChecks { get; init; } = [];

    /// <summary>Gets the lines of its log that say that it is ready: one for each pattern.</summary>
    public ImmutableArray<Regex> ReadyLogLines { get; init; } = [];

    /// <summary>Gets how long it may take from its start until it is ready.</summary>
    /// <value>The default is null: the run's own limit.</value>
    public TimeSpan? StartLimit { get; init; }

    /// <summary>Gets when it is started again.</summary>
    /// <value>The default is null: never.</value>
    public RestartDefinition? Restart { get; init; }

    /// <summary>Gets how its process is asked to end.</summary>
    public StopDefinition Stop { get; init; } = new();

    /// <summary>Gets how the log of its process is written.</summary>
    /// <value>The default is null: its output as it is.</value>
    public LogDefinition? Log { get; init; }

    /// <summary>
    /// Gets the name or the number of the user of the machine that its process runs as. Only root can start programs as another user.
    /// </summary>
    /// <value>The default is null: the user of this process.</value>
    public string? User { get; init; }

    /// <summary>Gets whether all connections of its process are led to a proxy, which its configuration names.</summary>
    public bool HasTransparentProxy { get; init; }

    /// <summary>Gets the name of an instance: the unit's, and of a replica its number, such as <c>api-1</c>.</summary>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>The name.</returns>
    public string NameOf(int replica) => Replicas == 1 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}-{replica}");

    internal IEnumerable<string> InstanceNames => Enumerable.Range(0, Replicas).Select(NameOf);
}
