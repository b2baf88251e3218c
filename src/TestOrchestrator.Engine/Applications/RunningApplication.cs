using System.Net;
using TestOrchestrator.Engine.Addresses;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Files;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Applications;

/// <summary>One running instance of an application. Thread-safe.</summary>
public sealed class RunningApplication : IAsyncDisposable
{
    private readonly EngineRun _run;
    private readonly AddressReservation _address;
    private readonly EndpointTable _endpoints;
    private readonly ApplicationPlan _plan;
    private readonly UnitBoard _board;
    private readonly Dictionary<string, UnitRunner> _runners = new(UnitName.Comparer);
    private readonly KeptApplication? _kept;
    private readonly ApplicationPaths _paths;
    private readonly ApplicationEvents _events;
    private readonly PortMoves _portMoves;
    private readonly Lazy<Task> _disposal;
    private readonly CancellationTokenSource _over = new();
    private volatile bool _wasStopped;

    internal RunningApplication(EngineRun run, GroupDefinition group, ApplicationOptions options, Lane lane, Func<string, string> directoryOf)
    {
        _run = run;
        Group = group;
        Lane = lane;
        Id = options.Id ?? ApplicationId.New(options.Name);
        Name = options.Name;
        _events = new(run.Events, Id);
        _paths = new(run, options, directoryOf(Id));
        _kept = options.Kept;
        _disposal = new(DisposeCoreAsync);

        EndpointWishes wishes = options.Wishes ?? new() { Address = _kept?.Address };

        _plan = ApplicationPlan.Make(group, lane);
        _address = options.Address is { } address ? AddressReservation.Shared(address) : AddressReservation.Reserve(Random.Shared, wishes.Address);
        try
        {
            _endpoints = EndpointTable.Reserve(group, _address, wishes, Random.Shared);
            _board = new(run.Options.TimeProvider, snapshot =>
            {
                _events.Change(snapshot);
                options.Changed?.Invoke(snapshot);
            });
            _portMoves = new(_endpoints, _runners, moved =>
            {
                _events.Note(moved);
                WriteFile();
            });
            _paths.Create();
            foreach (PlannedUnit unit in _plan.Units)
            {
                _board.Declare(unit.Name, unit.Unit.Name);
                UnitContext context = _paths.ContextOf(unit, this, _kept, instance => _runners[instance].Runtime, _endpoints.Get);
                _runners.Add(unit.Name, new(context, unit.Unit.Provider.Create(context), _board, unit, token => _portMoves.MoveTakenAsync(context, token)));
            }

            WriteFile();
        }
        catch
        {
            _endpoints?.Dispose();
            _address.Dispose();
            throw;
        }
    }

    /// <summary>Gets the name of this instance, unique in its run: it names its directories.</summary>
    public string Id { get; }

    /// <summary>Gets what the application is for, such as the name of a test class.</summary>
    public string Name { get; }

    /// <summary>Gets what the application is.</summary>
    public GroupDefinition Group { get; }

    /// <summary>Gets the lane that it runs in.</summary>
    public Lane Lane { get; }

    /// <summary>Gets the run that it belongs to.</summary>
    public EngineRun Run => _run;

    /// <summary>Gets the loopback address of the application.</summary>
    public IPAddress Address => _address.Address;

    /// <summary>Gets the directory of what is kept of the application.</summary>
    public string Directory => _paths.Directory;

    /// <summary>Gets the directory of the logs: one file per instance of a resource.</summary>
    public string LogDirectory => _paths.Logs;

    /// <summary>Gets the directory of what does not outlive the application.</summary>
    public string StateDirectory => _paths.State;

    /// <summary>Gets what is known of every instance of a resource at this moment, by name.</summary>
    public IReadOnlyDictionary<string, UnitSnapshot> Units => _board.Snapshots;

    /// <summary>Gets what ended when it should not have, so far.</summary>
    public IEnumerable<UnitSnapshot> Failures => _board.Snapshots.Values.Where(s => s.State.IsFailure());

    /// <summary>Throws if a unit has ended when it should not have.</summary>
    /// <exception cref="Errors.EngineException">Some have; the message says which, how they ended, and their last lines.</exception>
    public void ThrowIfAnyFailed() => ApplicationStart.ThrowIfAnyFailed(Id, _runners.Values);

    /// <summary>Gets the file that the log of an instance goes to.</summary>
    /// <param name="instance">The name of the instance.</param>
    /// <returns>The full path; the file may not be there.</returns>
    public string LogFileOf(string instance) => _paths.LogOf(instance);

    /// <summary>Gets where an endpoint of a resource is.</summary>
    /// <param name="unit">The name of the unit.</param>
    /// <param name="endpoint">
    /// The name of the endpoint; the default is the first HTTP endpoint, preferring <c>http</c> to <c>https</c>, else the first of any
    /// kind.
    /// </param>
    /// <returns>Where it is; of the first replica.</returns>
    /// <exception cref="DefinitionException">There is no such resource or endpoint.</exception>
    public UnitEndpoint GetEndpoint(string unit, string? endpoint = null)
    {
        UnitDefinition found = Group.Get(unit);
        return _endpoints.Get(found.Name, EndpointChoice.Of(found, endpoint), replica: 0);
    }

    /// <summary>Gets where the endpoints of an instance are.</summary>
    /// <param name="instance">The name of the instance.</param>
    /// <returns>The endpoints; none if there is no such instance.</returns>
    public IEnumerable<UnitEndpoint> EndpointsOf(string instance) =>
        _runners.TryGetValue(instance, out UnitRunner? runner) ? runner.Context.GetEndpoints() : [];

    /// <summary>Gets what realises a resource, for those who know its kind.</summary>
    /// <typeparam name="T">The type that it has.</typeparam>
    /// <returns>What realises the resources of that kind.</returns>
    public IEnumerable<(string Name, T Runtime)> GetRuntimes<T>()
        where T : IUnitRuntime => _runners.Values.Where(r => r.Runtime is T).Select(r => (r.Name, (T)r.Runtime));

    /// <summary>
    /// Starts a resource that was stopped, has ended, or was declared with WithExplicitStart, and waits until it is ready.
    /// </summary>
    /// <param name="unit">The name of the unit; all its replicas are started.</param>
    /// <param name="cancellationToken">Ends the wait; the resource is stopped again.</param>
    /// <exception cref="Errors.EngineException">It cannot be started, or did not become ready; the message has its last lines.</exception>
    public async Task StartUnitAsync(string unit, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_over.IsCancellationRequested, this);
        await StartAllAsync(RunnersOf(unit), independently: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops a resource as it would end in production. What it holds stays, so that it can be started again.</summary>
    /// <param name="unit">The name of the unit; all its replicas are stopped.</param>
    /// <exception cref="Errors.EngineException">There is no such resource.</exception>
    public async Task StopUnitAsync(string unit)
    {
        ObjectDisposedException.ThrowIf(_over.IsCancellationRequested, this);
        await Task.WhenAll(RunnersOf(unit).Select(r => r.StopAsync(StopMode.Keep))).ConfigureAwait(false);
    }

    /// <summary>Stops a resource, and starts it again at the same address.</summary>
    /// <param name="unit">The name of the unit; all its replicas are restarted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Errors.EngineException">It did not become ready again; the message has its last lines.</exception>
    public async Task RestartUnitAsync(string unit, CancellationToken cancellationToken = default)
    {
        await StopUnitAsync(unit).ConfigureAwait(false);
        await StartUnitAsync(unit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until every instance of a resource is in a state.</summary>
    /// <param name="unit">The name of the unit.</param>
    /// <param name="state">The state.</param>
    /// <param name="timeout">How long at the most; the default is 30 seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">The limit has passed; the message says in which states they are.</exception>
    public async Task WaitForUnitAsync(string unit, UnitState state, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        string[] names = [.. RunnersOf(unit).Select(r => r.Name)];
        await StateWait.ForAsync(_board, unit, names, state, timeout ?? _run.Options.StartLimit, _run.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Stops every resource, and puts what its servers hold where it outlives the run, so that another run can continue the application.
    /// </summary>
    /// <param name="args">The arguments of the app host that the application was made with.</param>
    /// <param name="source">The directory of the app host, which the event in the run directory names; null for none.</param>
    /// <returns>What was kept.</returns>
    public async Task<KeptApplication> KeepAsync(IEnumerable<string> args, string? source = null)
    {
        KeptApplication kept = KeptApplication.Create(this, args);
        await ApplicationShutdown.KeepAllAsync(_runners.Values, kept).ConfigureAwait(false);
        _events.Write("app-kept", ("directory", kept.Directory), ("source", source));
        return kept;
    }

    /// <summary>
    /// Stops every resource and removes what does not outlive the application. Idempotent: later calls wait for the first.
    /// </summary>
    public async ValueTask DisposeAsync() => await _disposal.Value.ConfigureAwait(false);

    /// <summary>
    /// Stops every resource as it would end in production, in order. Addresses, ports and what resources hold stay, so that all can be
    /// started again.
    /// </summary>
    public async Task StopAsync()
    {
        ObjectDisposedException.ThrowIf(_over.IsCancellationRequested, this);
        _events.Write("app-stopping");
        await ApplicationShutdown.StopAllAsync(_plan, _runners, r => r.StopAsync(StopMode.Keep)).ConfigureAwait(false);
        _wasStopped = true;
        _events.Write("app-stopped");
    }

    /// <summary>
    /// Makes the files of every program, and its arguments and environment, as they would be if it were started now: what is wrong with
    /// them shows. Starts nothing.
    /// </summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task RenderAsync(CancellationToken cancellationToken = default) =>
        ConfigurationFiles.RenderAsync(_runners.Values.Select(r => r.Context), cancellationToken);

    /// <summary>Starts every resource that starts by itself and does not run, and waits until all are ready.</summary>
    /// <param name="cancellationToken">Ends the start; what runs already goes on until the application is disposed of.</param>
    /// <exception cref="Errors.EngineException">
    /// Some did not start; the message says which, how they ended, and their last lines. Not in a group whose units start independently:
    /// their states say it.
    /// </exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_over.IsCancellationRequested, this);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        using IDisposable place = await _run.Admission.EnterAsync(Id, either.Token).ConfigureAwait(false);
        _events.Write("app-starting", ("name", Name), ("lane", Lane), ("address", Address));
        _endpoints.Moved.ForEach(_events.Note);

        // What has done its work does it again only when everything is started again.
        UnitRunner[] runners =
        [
            .. _plan.Units.Where(u => u.StartsByItself).Select(u => _runners[u.Name])
                .Where(r => !r.Snapshot.State.IsUp() && (_wasStopped || r.Snapshot.State != UnitState.Completed)),
        ];
        try
        {
            await _portMoves.MoveTakenAsync(runners, cancellationToken).ConfigureAwait(false);
        }
        catch (Errors.EngineException) when (Group.StartsIndependently)
        {
            // The one that insists on its port says so when it starts.
        }

        await StartAllAsync(runners, Group.StartsIndependently, cancellationToken).ConfigureAwait(false);
        _events.Write("app-started");
        _wasStopped = false;
    }

    private async Task StartAllAsync(UnitRunner[] runners, bool independently, CancellationToken cancellationToken)
    {
        try
        {
            if (independently)
            {
                await ApplicationStart.StartEachAsync(runners, cancellationToken).ConfigureAwait(false);
                await _portMoves.SettleAsync(cancellationToken).ConfigureAwait(false);
                return;
            }

            await ApplicationStart.StartAllAsync(Id, _plan, runners, _board, cancellationToken).ConfigureAwait(false);
            ApplicationStart.ThrowIfAnyFailed(Id, await _portMoves.SettleAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ObjectDisposedException.ThrowIf(_over.IsCancellationRequested, this);
        }
    }

    private UnitRunner[] RunnersOf(string unit) =>
        _runners.Values.Where(r => UnitName.Comparer.Equals(r.Context.Unit.Name, unit) || UnitName.Comparer.Equals(r.Name, unit)).ToArray() is { Length: > 0 } found
            ? found
            : throw LifeCycleErrors.NoSuchUnit(unit, _runners.Values.Select(r => r.Context.Unit.Name).Distinct());

    private void WriteFile() => ApplicationFile.Write(_paths.Description, this, _plan, _endpoints);

    private async Task DisposeCoreAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        _events.Write("app-stopping");
        try
        {
            await ApplicationShutdown.StopAllAsync(_plan, _runners, r => r.DisposeAsync().AsTask()).ConfigureAwait(false);
        }
        finally
        {
            _endpoints.Dispose();
            _address.Dispose();
            _run.Forget(this);
            _paths.TryDeleteState(_events);
            _events.Write("app-stopped");
        }
    }
}
