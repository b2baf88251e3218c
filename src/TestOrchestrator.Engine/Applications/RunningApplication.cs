using System.Net;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.ConnectionStrings;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.Engine.Addresses;
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
    private readonly ResourceBoard _board;
    private readonly Dictionary<string, ResourceRunner> _runners = new(ResourceName.Comparer);
    private readonly KeptApplication? _kept;
    private readonly ApplicationPaths _paths;
    private readonly ApplicationEvents _events;
    private readonly PortMoves _portMoves;
    private readonly Lazy<Task> _disposal;
    private readonly CancellationTokenSource _over = new();
    private volatile bool _wasStopped;

    internal RunningApplication(EngineRun run, ApplicationModel model, ApplicationOptions options, Lane lane, Func<string, string> directoryOf)
    {
        _run = run;
        Model = model;
        Lane = lane;
        Id = options.Id ?? ApplicationId.New(options.Name);
        Name = options.Name;
        _events = new(run.Events, Id);
        _paths = new(run, options, directoryOf(Id));
        _kept = options.Kept;
        _disposal = new(DisposeCoreAsync);

        EndpointWishes wishes = options.Wishes ?? new() { Address = _kept?.Address };

        _plan = ApplicationPlan.Make(model, lane);
        _address = options.Address is { } address ? AddressReservation.Shared(address) : AddressReservation.Reserve(Random.Shared, wishes.Address);
        try
        {
            _endpoints = EndpointTable.Reserve(model, _address, wishes, Random.Shared);
            Values = new() { Endpoints = _endpoints, Address = Address.ToString(), Current = model.Current, DirectoryOf = _paths.FilesOf };
            _board = new(run.Options.TimeProvider, _events.Change);
            _portMoves = new(model, _endpoints, _runners, moved =>
            {
                _events.Note(moved);
                WriteFile();
            });
            _paths.Create();
            foreach (PlannedUnit unit in _plan.Units)
            {
                _board.Declare(unit.Unit.Name, unit.Unit.Resource.Name);
                ResourceContext context = _paths.ContextOf(unit, this, _kept, (resource, replica) => _runners[new ResourceUnit(resource, replica).Name].Runtime);
                _runners.Add(unit.Unit.Name, new(context, unit.Provider.Create(context), _board, unit, token => _portMoves.MoveTakenAsync(context, token)));
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
    public ApplicationModel Model { get; }

    /// <summary>Gets the lane that it runs in.</summary>
    public Lane Lane { get; }

    /// <summary>Gets the run that it belongs to.</summary>
    public EngineRun Run => _run;

    /// <summary>Gets what resolves the values of the application.</summary>
    public ValueProviderContext Values { get; }

    /// <summary>Gets the loopback address of the application.</summary>
    public IPAddress Address => _address.Address;

    /// <summary>Gets the directory of what is kept of the application.</summary>
    public string Directory => _paths.Directory;

    /// <summary>Gets the directory of the logs: one file per instance of a resource.</summary>
    public string LogDirectory => _paths.Logs;

    /// <summary>Gets the directory of what does not outlive the application.</summary>
    public string StateDirectory => _paths.State;

    /// <summary>Gets what is known of every instance of a resource at this moment, by name.</summary>
    public IReadOnlyDictionary<string, ResourceSnapshot> Resources => _board.Snapshots;

    /// <summary>Gets what ended when it should not have, so far.</summary>
    public IEnumerable<ResourceSnapshot> Failures => _board.Snapshots.Values.Where(s => s.State.IsFailure());

    /// <summary>Gets the file that the log of an instance goes to.</summary>
    /// <param name="instance">The name of the instance.</param>
    /// <returns>The full path; the file may not be there.</returns>
    public string LogFileOf(string instance) => _paths.LogOf(instance);

    /// <summary>Gets where an endpoint of a resource is.</summary>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="endpoint">The name of the endpoint; the default is the first HTTP endpoint, preferring <c>http</c> to <c>https</c>, else the first of any kind.</param>
    /// <returns>Where it is; of the first replica.</returns>
    /// <exception cref="AppModel.Validation.AppModelException">There is no such resource or endpoint.</exception>
    public AllocatedEndpoint GetEndpoint(string resource, string? endpoint = null)
    {
        IResource found = Model.Get(resource);
        return _endpoints.Get(found, EndpointChoice.Of(found, endpoint), replica: 0);
    }

    /// <summary>Gets where the endpoints of an instance are.</summary>
    /// <param name="instance">The name of the instance.</param>
    /// <returns>The endpoints; none if there is no such instance.</returns>
    public IEnumerable<AllocatedEndpoint> EndpointsOf(string instance) =>
        _runners.TryGetValue(instance, out ResourceRunner? runner) ? runner.Context.GetEndpoints() : [];

    /// <summary>Gets the connection string of a resource.</summary>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The connection string; null if there is none.</returns>
    /// <exception cref="AppModel.Validation.AppModelException">There is no such resource, or it has no connection string.</exception>
    public async Task<string?> GetConnectionStringAsync(string resource, CancellationToken cancellationToken = default)
    {
        IResourceWithConnectionString found = EndpointChoice.WithConnectionString(Model.Get(resource));
        return await found.ConnectionStringExpression.GetValueAsync(Values, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets what realises a resource, for those who know its kind.</summary>
    /// <typeparam name="T">The type that it has.</typeparam>
    /// <returns>What realises the resources of that kind.</returns>
    public IEnumerable<(string Name, T Runtime)> GetRuntimes<T>()
        where T : IResourceRuntime => _runners.Values.Where(r => r.Runtime is T).Select(r => (r.Name, (T)r.Runtime));

    /// <summary>Starts a resource that was stopped, has ended, or was declared with WithExplicitStart, and waits until it is ready.</summary>
    /// <param name="resource">The name of the resource; all its replicas are started.</param>
    /// <param name="cancellationToken">Ends the wait; the resource is stopped again.</param>
    /// <exception cref="Errors.EngineException">It cannot be started, or did not become ready; the message has its last lines.</exception>
    public async Task StartResourceAsync(string resource, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_over.IsCancellationRequested, this);
        await StartAllAsync(RunnersOf(resource), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops a resource as it would end in production. What it holds stays, so that it can be started again.</summary>
    /// <param name="resource">The name of the resource; all its replicas are stopped.</param>
    /// <exception cref="Errors.EngineException">There is no such resource.</exception>
    public async Task StopResourceAsync(string resource)
    {
        ObjectDisposedException.ThrowIf(_over.IsCancellationRequested, this);
        await Task.WhenAll(RunnersOf(resource).Select(r => r.StopAsync(StopMode.Keep))).ConfigureAwait(false);
    }

    /// <summary>Stops a resource, and starts it again at the same address.</summary>
    /// <param name="resource">The name of the resource; all its replicas are restarted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Errors.EngineException">It did not become ready again; the message has its last lines.</exception>
    public async Task RestartResourceAsync(string resource, CancellationToken cancellationToken = default)
    {
        await StopResourceAsync(resource).ConfigureAwait(false);
        await StartResourceAsync(resource, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until every instance of a resource is in a state.</summary>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="state">The state.</param>
    /// <param name="timeout">How long at the most; the default is 30 seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">The limit has passed; the message says in which states they are.</exception>
    public async Task WaitForResourceAsync(string resource, ResourceState state, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        string[] names = [.. RunnersOf(resource).Select(r => r.Name)];
        await StateWait.ForAsync(_board, resource, names, state, timeout ?? _run.Options.StartLimit, _run.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops every resource, and puts what its servers hold where it outlives the run, so that another run can continue the application.</summary>
    /// <param name="args">The arguments of the app host that the application was made with.</param>
    /// <returns>What was kept.</returns>
    public async Task<KeptApplication> KeepAsync(IEnumerable<string> args)
    {
        KeptApplication kept = KeptApplication.Create(this, args);
        await ApplicationShutdown.KeepAllAsync(_runners.Values, kept).ConfigureAwait(false);
        _events.Write("app-kept", ("directory", kept.Directory));
        return kept;
    }

    /// <summary>Stops every resource and removes what does not outlive the application. Idempotent: later calls wait for the first.</summary>
    public async ValueTask DisposeAsync() => await _disposal.Value.ConfigureAwait(false);

    /// <summary>Stops every resource as it would end in production, in order. Addresses, ports and what resources hold stay, so that all can be started again.</summary>
    public async Task StopAsync()
    {
        ObjectDisposedException.ThrowIf(_over.IsCancellationRequested, this);
        _events.Write("app-stopping");
        await ApplicationShutdown.StopAllAsync(_plan, _runners, r => r.StopAsync(StopMode.Keep)).ConfigureAwait(false);
        _wasStopped = true;
        _events.Write("app-stopped");
    }

    /// <summary>Makes the files of every program, and its arguments and environment, as they would be if it were started now: what is wrong with them shows. Starts nothing.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task RenderAsync(CancellationToken cancellationToken = default) =>
        ConfigurationFiles.RenderAsync(_runners.Values.Select(r => r.Context), cancellationToken);

    /// <summary>Starts every resource that starts by itself and does not run, and waits until all are ready.</summary>
    /// <param name="cancellationToken">Ends the start; what runs already goes on until the application is disposed of.</param>
    /// <exception cref="Errors.EngineException">Some did not start; the message says which, how they ended, and their last lines.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync("app-started", _plan.Units.Where(u => u.StartsByItself), cancellationToken).ConfigureAwait(false);
        _wasStopped = false;
    }

    /// <summary>Starts the servers of the application ahead of need, which take next to nothing while they wait; <see cref="StartAsync(CancellationToken)"/> then starts the programs.</summary>
    /// <param name="cancellationToken">Ends the start; what runs already goes on until the application is disposed of.</param>
    /// <exception cref="Errors.EngineException">Some did not start; the message says which, how they ended, and their last lines.</exception>
    public Task WarmAsync(CancellationToken cancellationToken = default) => StartAsync("app-warmed", _plan.Servers, cancellationToken);

    private async Task StartAsync(string done, IEnumerable<PlannedUnit> units, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_over.IsCancellationRequested, this);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        using IDisposable place = await _run.Admission.EnterAsync(Id, either.Token).ConfigureAwait(false);
        _events.Write("app-starting", ("name", Name), ("lane", Lane), ("address", Address));
        _endpoints.Moved.ForEach(_events.Note);

        // What has done its work does it again only when everything is started again.
        ResourceRunner[] runners = [.. units.Select(u => _runners[u.Unit.Name]).Where(r => !r.Snapshot.State.IsUp() && (_wasStopped || r.Snapshot.State != ResourceState.Completed))];
        await _portMoves.MoveTakenAsync(runners, cancellationToken).ConfigureAwait(false);
        await StartAllAsync(runners, cancellationToken).ConfigureAwait(false);
        _events.Write(done);
    }

    private async Task StartAllAsync(ResourceRunner[] runners, CancellationToken cancellationToken)
    {
        try
        {
            await ApplicationStart.StartAllAsync(Id, _plan, runners, _board, cancellationToken).ConfigureAwait(false);
            ApplicationStart.ThrowIfAnyFailed(Id, await _portMoves.SettleAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ObjectDisposedException.ThrowIf(_over.IsCancellationRequested, this);
        }
    }

    private ResourceRunner[] RunnersOf(string resource) =>
        _runners.Values.Where(r => ResourceName.Comparer.Equals(r.Context.Resource.Name, resource)).ToArray() is { Length: > 0 } found
            ? found
            : throw LifeCycleErrors.NoSuchResource(resource, _runners.Values.Select(r => r.Context.Resource.Name).Distinct());

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
