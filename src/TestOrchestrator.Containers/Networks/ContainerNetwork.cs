using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Removals;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Containers.Networks;

/// <summary>
/// The network of one application's containers, and what they share: volumes, and a relay for each endpoint of the units that are no
/// containers. Thread-safe once it has started.
/// </summary>
public sealed class ContainerNetwork : IUnitRuntime
{
    /// <summary>The name by which containers find the units that are no containers.</summary>
    public const string HostName = "aspire.dev.internal";

    private const string Domain = "dev.internal";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly UnitContext _context;
    private readonly ContainerEngineApi _engine;
    private readonly ConcurrentDictionary<(string Unit, string Endpoint), GatewayRelay> _relays = new();
    private readonly Dictionary<string, RemovalNote> _volumes = [];
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private RemovalNote? _made;

    internal ContainerNetwork(UnitContext context, ContainerEngineApi engine)
    {
        _context = context;
        _engine = engine;
        Name = NameOf(context, null);
    }

    internal string Name { get; }

    /// <summary>Gets the names that containers find in their network beside those of other containers, each with its address.</summary>
    internal IEnumerable<string> ExtraHosts { get; private set; } = [];

    /// <summary>Gets the address at which containers find an endpoint.</summary>
    /// <param name="unit">The name of the unit.</param>
    /// <param name="endpoint">The name of the endpoint.</param>
    /// <returns>The host and the port.</returns>
    public DnsEndPoint AddressOf(string unit, string endpoint)
    {
        UnitDefinition found = _context.Group.Get(unit);
        if (found.Provider is ContainerProvider container)
        {
            return new($"{found.Name}.{Domain}", container.Ports[endpoint]);
        }

        IPEndPoint address = _relays.TryGetValue((found.Name, endpoint), out GatewayRelay? relay)
            ? relay.Address
            : _context.GetEndpoint(unit, endpoint).Address;
        return new(IsContainerElsewhere(found) ? $"{found.Name}.{Domain}" : HostName, address.Port);
    }

    /// <inheritdoc/>
    public async Task<IUnitInstance> StartAsync(CancellationToken cancellationToken)
    {
        if (_made is null)
        {
            await CreateAsync(cancellationToken).ConfigureAwait(false);
        }

        NetworkAddresses addresses = await _engine.GetNetworkAsync(Name, cancellationToken).ConfigureAwait(false)
            ?? throw ContainerErrors.NoAddresses(Name);
        foreach (UnitDefinition unit in _context.Group.Units.Where(u => u.Provider is not ContainerProvider && u.Replicas == 1))
        {
            IEnumerable<EndpointDefinition> missing = unit.Endpoints.Where(e => !_relays.ContainsKey((unit.Name, e.Name)));
            foreach (EndpointDefinition endpoint in missing.Where(e => e.Scheme != "udp"))
            {
                // Where the unit listens is asked for each connection: its port may move when it is started again.
                IPEndPoint Target() => _context.GetEndpoint(unit.Name, endpoint.Name).Address;
                int port = IsContainerElsewhere(unit) && endpoint.OwnAddressPort is { } inner ? inner : Target().Port;
                _relays[(unit.Name, endpoint.Name)] = GatewayRelay.Start(addresses, Target, port, _context.Run.Options.TimeProvider);
            }
        }

        string[] servers = [.. _context.Group.Units.Where(IsContainerElsewhere).SelectMany(u => new[] { u.Name, $"{u.Name}.{Domain}" })];
        string[] names = [.. servers, HostName, "host.docker.internal", "host.containers.internal"];
        ExtraHosts = [.. names.Select(name => $"{name}:{addresses.Gateway}")];
        return new Instance();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (GatewayRelay relay in _relays.Values)
        {
            await relay.DisposeAsync().ConfigureAwait(false);
        }

        using CancellationTokenSource limit = new(s_limit, _context.Run.Options.TimeProvider);
        foreach ((string volume, RemovalNote note) in _volumes)
        {
            await RemoveAsync($"volumes/{volume}", note, limit.Token).ConfigureAwait(false);
        }

        if (_made is { } made)
        {
            await RemoveAsync($"networks/{Name}", made, limit.Token).ConfigureAwait(false);
        }

        _oneAtATime.Dispose();
    }

    /// <summary>Makes the name of something that belongs to an application, among all that the container engine has.</summary>
    internal static string NameOf(UnitContext context, string? what) =>
        $"testorchestrator-{context.Run.Id}-{context.ApplicationId}{(what is null ? "" : $"-{what}")}";

    /// <summary>Makes what the container engine shows of something that belongs to a run.</summary>
    internal static JsonObject LabelsOf(UnitContext context, string? unit = null)
    {
        JsonObject labels = new()
        {
            ["testorchestrator.run"] = context.Run.Id.ToString(),
            ["testorchestrator.application"] = context.ApplicationId,
        };
        if (unit is not null)
        {
            labels["testorchestrator.unit"] = unit;
        }

        return labels;
    }

    /// <summary>Makes a volume of the application, when the first container needs it.</summary>
    /// <returns>Its name in the container engine.</returns>
    internal async Task<string> GetVolumeAsync(string name, CancellationToken cancellationToken)
    {
        string volume = NameOf(_context, name);
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_volumes.ContainsKey(volume))
            {
                RemovalNote note = _volumes[volume] = _context.Run.NoteRemoval(_engine.Socket, $"/volumes/{volume}");
                JsonObject request = new() { [nameof(Name)] = volume, ["Labels"] = LabelsOf(_context) };
                await _engine.PostAsync("volumes/create", request, cancellationToken).ConfigureAwait(false);
                note.SetMade();
            }

            return volume;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    // What Aspire takes for a container, and a program of this machine stands in for.
    private static bool IsContainerElsewhere(UnitDefinition unit) => unit.Kind == "Container" && unit.Provider is not ContainerProvider;

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        _made = _context.Run.NoteRemoval(_engine.Socket, $"/networks/{Name}");
        JsonObject request = new() { [nameof(Name)] = Name, ["CheckDuplicate"] = true, ["Labels"] = LabelsOf(_context) };
        await _engine.PostAsync("networks/create", request, cancellationToken).ConfigureAwait(false);
        _made.SetMade();
    }

    private async Task RemoveAsync(string path, RemovalNote note, CancellationToken cancellationToken)
    {
        await _engine.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
        note.Dispose();
    }

    private sealed class Instance : IUnitInstance
    {
        private readonly TaskCompletionSource<ProcessExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ProcessExit> Ended => _ended.Task;

        public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken) => new(Observation.Satisfied);

        // The network stays until the application ends: what is stopped may be started again.
        public Task StopAsync(StopMode mode)
        {
            _ended.TrySetResult(new() { ExitCode = 0 });
            return Task.CompletedTask;
        }
    }
}
