using System.Net;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Providers;

/// <summary>One instance of a unit in one running group: everything that is needed to run it. Thread-safe.</summary>
public sealed class UnitContext
{
    private readonly Func<string, IUnitRuntime> _runtimeOf;
    private readonly Func<string, string, int, UnitEndpoint> _endpointOf;

    internal UnitContext(UnitDefinition unit, int replica, GroupDefinition group, Func<string, IUnitRuntime> runtimeOf, Func<string, string, int, UnitEndpoint> endpointOf)
    {
        Unit = unit;
        Replica = replica;
        Group = group;
        _runtimeOf = runtimeOf;
        _endpointOf = endpointOf;
    }

    /// <summary>Gets the definition of the unit.</summary>
    public UnitDefinition Unit { get; }

    /// <summary>Gets which of the unit's replicas it is, from 0.</summary>
    public int Replica { get; }

    /// <summary>Gets the name of the instance: the unit's, and of a replica its number, such as <c>api-1</c>.</summary>
    public string Name => Unit.NameOf(Replica);

    /// <summary>Gets the group that the unit is a part of.</summary>
    public GroupDefinition Group { get; }

    /// <summary>Gets the run that the group belongs to.</summary>
    public required EngineRun Run { get; init; }

    /// <summary>Gets the id of the running group.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>Gets the lane that the unit runs in.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Gets the loopback address of the group.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Gets the directory of the group for what must not outlive it. It exists.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Gets the directory in which an earlier group has kept what this unit held, for it to start from.</summary>
    /// <value>Null if it starts from nothing.</value>
    public string? KeptDirectory { get; init; }

    /// <summary>Gets the directory for files that are made for the unit, such as its configuration. It may not exist.</summary>
    public required string FilesDirectory { get; init; }

    /// <summary>Gets the file for the unit's log. Its directory exists.</summary>
    public required string LogFile { get; init; }

    /// <summary>Gets where an endpoint of the unit is.</summary>
    /// <param name="name">The name of the endpoint, in any case.</param>
    /// <returns>Where it is.</returns>
    public UnitEndpoint GetEndpoint(string name) => _endpointOf(Unit.Name, name, Replica);

    /// <summary>Gets where an endpoint of any unit of the group is.</summary>
    /// <param name="unit">The name of the unit, in any case.</param>
    /// <param name="name">The name of the endpoint, in any case.</param>
    /// <param name="replica">Which of its replicas, from 0.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="DefinitionException">There is no such unit.</exception>
    /// <exception cref="Errors.EngineException">It has no such endpoint.</exception>
    public UnitEndpoint GetEndpoint(string unit, string name, int replica = 0) => _endpointOf(unit, name, replica);

    /// <summary>Gets where all endpoints of the unit are.</summary>
    /// <returns>The endpoints, in the order in which they were defined.</returns>
    public IEnumerable<UnitEndpoint> GetEndpoints() => Unit.Endpoints.Select(e => GetEndpoint(e.Name));

    /// <summary>Resolves what the unit is started with.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The configuration.</returns>
    public Task<UnitConfiguration> ConfigureAsync(CancellationToken cancellationToken) => Unit.Configure(this, cancellationToken);

    /// <summary>Gets what runs another unit of the group, such as the server of a database.</summary>
    /// <typeparam name="T">The type that it has.</typeparam>
    /// <param name="unit">The name of the other unit; of several replicas the first.</param>
    /// <returns>What runs it.</returns>
    public T GetRuntime<T>(string unit)
        where T : IUnitRuntime => (T)_runtimeOf(Group.Get(unit).NameOf(0));

    /// <summary>
    /// Writes something about the unit that is neither its output nor an error, for a person to read: an event of the run and a line in its
    /// log.
    /// </summary>
    /// <param name="text">Full sentences.</param>
    public void Note(string text)
    {
        Run.Events.Write("note", ("app", ApplicationId), ("resource", Name), ("text", text));
        try
        {
            File.AppendAllText(LogFile, $"[testorchestrator] {text}{Environment.NewLine}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full. The events have it, or say that they lack something.
        }
    }
}
