using TestOrchestrator.Engine.Admissions;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Events;
using TestOrchestrator.Engine.Janitors;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Nurseries;
using TestOrchestrator.Engine.Privileges;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Removals;
using TestOrchestrator.Engine.Sharing;

namespace TestOrchestrator.Engine.Runs;

/// <summary>
/// One run: a test session, or an app host in the foreground. It owns everything that its applications use, and leaves nothing behind but
/// its run directory. Thread-safe.
/// </summary>
public sealed class EngineRun : IAsyncDisposable
{
    private readonly RunDirectory _runDirectory;
    private readonly StateDirectory _state;
    private readonly Task<Nursery> _nursery;
    private readonly Task _janitor;
    private readonly Lazy<Task<UnprivilegedUser>> _unprivilegedUser;
    private readonly ApplicationRegistry _applications = new();
    private readonly RemovalNotes _removals;
    private readonly Lazy<Task> _disposal;
    private int _lastNumber;
    private volatile bool _isOver;

    private EngineRun(EngineRunOptions options)
    {
        Options = options;
        Id = RunId.New(options.TimeProvider);
        string stateRoot = StateRoot.Open();

        // The state directory first: as long as it is there, others take the run for alive and leave its run directory alone.
        _state = Directories.StateDirectory.Create(stateRoot, Id);
        try
        {
            _runDirectory = RunDirectory.Create(options.RunsDirectory, Id, options.KeepRuns, run => System.IO.Directory.Exists(Path.Combine(stateRoot, run.ToString())));
            Environment = RunVariables.For(Id, _state);
            RunFile.Write(_runDirectory.RunFile, this, _state.Path);
            Events = new(_runDirectory.EventsFile, options.TimeProvider);
        }
        catch (Exception e)
        {
            _state.Dispose();
            if (DirectoryErrors.IsOfFiles(e))
            {
                throw DirectoryErrors.NoRunDirectory(Path.Combine(options.RunsDirectory, Id.ToString()), e);
            }

            throw;
        }

        _removals = new(_state.Path);
        Admission = new(options.ConcurrentStarts, options.QueueLimit, Events, options.TimeProvider);
        Events.Write("run-started", ("run", Id), ("name", options.Name), ("lane", options.Lane), ("pid", System.Environment.ProcessId));

        NurseryOptions nursery = new() { LockFile = _state.LockFile, StateDirectory = _state.Path, EventsFile = _runDirectory.EventsFile, Environment = Environment };
        _nursery = Task.Run(() => StartNurseryAsync(nursery));
        _janitor = Task.Run(() => new Janitor(stateRoot, RecordDeadRun, options.TimeProvider).Clean());
        _unprivilegedUser = new(() => PrivilegeDrop.FindAsync(TryRunAsync, _state.Path));
        _disposal = new(DisposeCoreAsync);
    }

    /// <summary>Gets the name of the run.</summary>
    public RunId Id { get; }

    /// <summary>Gets what was wanted of the run.</summary>
    public EngineRunOptions Options { get; }

    /// <summary>Gets what happened so far: <c>events.jsonl</c> in the run directory.</summary>
    public RunEvents Events { get; }

    /// <summary>Gets which applications are being started, and which wait for their turn.</summary>
    public AdmissionStatus Starts => Admission.Status;

    /// <summary>Gets what the applications of the run share.</summary>
    public SharedServices Shared { get; } = new();

    /// <summary>Gets the directory of what is kept of the run.</summary>
    public string Directory => _runDirectory.Path;

    /// <summary>Gets the directory of what does not outlive the run.</summary>
    public string StateDirectory => _state.Path;

    internal Admission Admission { get; }

    /// <summary>Gets the environment that every process of the run starts from.</summary>
    internal IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Starts a run. Its helper process is started in the background.</summary>
    /// <param name="options">What is wanted.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentException">The options cannot be used; all problems are listed.</exception>
    /// <exception cref="Errors.EngineException">
    /// Its directories cannot be made, or the machine does not let it have enough files open.
    /// </exception>
    public static EngineRun Start(EngineRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OpenFileLimit.Check();
        return options.Problems().ToArray() is { Length: > 0 } problems
            ? throw new ArgumentException(string.Join(' ', problems), nameof(options))
            : new(options);
    }

    /// <summary>Makes an application: reserves its address and ports, and starts nothing yet.</summary>
    /// <param name="group">The application.</param>
    /// <param name="options">How it is run.</param>
    /// <returns>The application. It ends with the run, or when it is disposed of.</returns>
    /// <exception cref="Errors.EngineException">The lane cannot run it, or a port that it insists on is taken.</exception>
    public RunningApplication CreateApplication(GroupDefinition group, ApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(options);
        ObjectDisposedException.ThrowIf(_disposal.IsValueCreated, this);
        RunningApplication application = new(this, group, options, options.Lane ?? Options.Lane, _runDirectory.OfApp);
        return _applications.TryAdd(application) ? application : throw LifeCycleErrors.RunIsOver(Id.ToString());
    }

    /// <summary>Makes an application and starts it.</summary>
    /// <param name="group">The application.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="cancellationToken">Ends the start; nothing of the application is left.</param>
    /// <returns>The application, with every resource ready that starts by itself.</returns>
    /// <exception cref="Errors.EngineException">
    /// It did not start; the message says which resource, how it ended, and its last lines.
    /// </exception>
    public async Task<RunningApplication> StartApplicationAsync(GroupDefinition group, ApplicationOptions options, CancellationToken cancellationToken = default)
    {
        RunningApplication application = CreateApplication(group, options);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            return application;
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts a process that ends with the run, however the run ends.</summary>
    /// <param name="start">What is wanted.</param>
    /// <returns>The process.</returns>
    public async Task<ChildProcess> StartProcessAsync(ProcessStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        ObjectDisposedException.ThrowIf(_isOver, this);
        IReadOnlyCollection<string> wrapper = start.User is { } user ? user.Wrapper
            : start.RefusesRoot ? (await GetUnprivilegedUserAsync().ConfigureAwait(false)).Wrapper
            : [];
        Nursery nursery = await _nursery.ConfigureAwait(false);
        return await nursery.SpawnAsync(start, wrapper).ConfigureAwait(false);
    }

    /// <summary>Notes how something is removed that is about to be made in another program, so that it ends with the run.</summary>
    /// <param name="socket">The Unix socket on which the program serves HTTP.</param>
    /// <param name="path">The path to send DELETE to.</param>
    /// <returns>The note.</returns>
    public RemovalNote NoteRemoval(string socket, string path) => _removals.Add(socket, path);

    /// <summary>Finds out as whom programs run that refuse to run as root.</summary>
    /// <returns>The user.</returns>
    public Task<UnprivilegedUser> GetUnprivilegedUserAsync() => _unprivilegedUser.Value;

    /// <summary>
    /// Stops every application and everything that they share, and removes the state directory. Idempotent: later calls wait for the first.
    /// </summary>
    public async ValueTask DisposeAsync() => await _disposal.Value.ConfigureAwait(false);

    /// <summary>Gives out numbers from 1.</summary>
    internal int NextNumber() => Interlocked.Increment(ref _lastNumber);

    internal void Forget(RunningApplication application) => _applications.Remove(application);

    private static async Task CollectAsync(List<Exception> failures, Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Every other step must be done, too; every failure is reported.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failures.Add(e);
        }
    }

    private void RecordDeadRun(DeadRun dead)
    {
        string run = Path.GetFileName(dead.Directory);
        if (dead.Problem is null)
        {
            Events.Write("dead-run-removed", ("run", run), ("killed", dead.Killed));
        }
        else
        {
            Events.Write("dead-run-not-removed", ("run", run), ("why", dead.Problem));
        }
    }

    private async Task DisposeCoreAsync()
    {
        List<Exception> failures = [];
        await CollectAsync(failures, () => _applications.DisposeAsync().AsTask()).ConfigureAwait(false);
        await CollectAsync(failures, () => Shared.DisposeAsync().AsTask()).ConfigureAwait(false);
        await CollectAsync(failures, () => _janitor).ConfigureAwait(false);
        _isOver = true;
        Events.Write("run-ended", ("run", Id));
        Events.Dispose();
        await CollectAsync(failures, DisposeNurseryAsync).ConfigureAwait(false);
        await CollectAsync(failures, () => Task.Run(_state.Dispose)).ConfigureAwait(false);
        if (failures.Count > 0)
        {
            throw new AggregateException($"The run {Id} could not be stopped cleanly.", failures);
        }
    }

    private async Task<Nursery> StartNurseryAsync(NurseryOptions options)
    {
        Nursery nursery = await Nursery.StartAsync(options, Options.TimeProvider).ConfigureAwait(false);
        Events.Write("nursery-started", ("pid", nursery.Identity.Pid));
        _ = nursery.Lost.ContinueWith(_ => Events.Write("nursery-lost"), TaskScheduler.Default);
        return nursery;
    }

    private async Task DisposeNurseryAsync()
    {
        Nursery nursery;
        try
        {
            nursery = await _nursery.ConfigureAwait(false);
        }
        catch (Errors.EngineException)
        {
            // It did not start: whoever needed it was told.
            return;
        }

        await nursery.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<bool> TryRunAsync(ProcessStart start)
    {
        Nursery nursery = await _nursery.ConfigureAwait(false);
        ChildProcess process = await nursery.SpawnAsync(start, []).ConfigureAwait(false);
        return (await process.Exited.ConfigureAwait(false)).IsSuccess;
    }
}
