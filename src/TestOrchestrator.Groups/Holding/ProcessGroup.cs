using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Addresses;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Groups.Holding;

/// <summary>
/// A group of processes that this process holds: its address and ports are reserved, its files are made, and it can be started and
/// stopped any number of times until it is terminated. Every action is idempotent and does what was asked last. Thread-safe.
/// </summary>
public sealed class ProcessGroup : IAsyncDisposable
{
    private readonly FileLock _held;
    private readonly RunningApplication _application;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Lazy<Task> _release;
    private GroupRecord _record;
    private CancellationTokenSource _starting = new();
    private Task _background = Task.CompletedTask;

    private ProcessGroup(FileLock held, RunningApplication application, GroupRecord record, string directory)
    {
        _held = held;
        _application = application;
        _record = record;
        Directory = directory;
        _release = new(ReleaseAsync);
    }

    /// <summary>Gets the id, which is unique on this machine.</summary>
    public string Id => _record.Id;

    /// <summary>Gets the name.</summary>
    public string Name => _record.Name;

    /// <summary>Gets the directory of the group.</summary>
    public string Directory { get; }

    /// <summary>Gets the loopback address of the group.</summary>
    public IPAddress Address => _application.Address;

    /// <summary>Gets how the group and each of its processes is at this moment.</summary>
    public GroupReport Report => GroupReports.Of(_record, Directory, _application);

    /// <summary>Gets what realises the group, for its endpoints, states and logs.</summary>
    public RunningApplication Application => _application;

    /// <summary>
    /// Creates a group in the user's groups and holds it: finds its parameters, reserves its address and ports, makes its files. Starts
    /// nothing.
    /// </summary>
    /// <param name="run">The run that its processes belong to.</param>
    /// <param name="source">The directory of the group file.</param>
    /// <param name="options">How it is created; the default is as the group file says.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left.</param>
    /// <returns>The group.</returns>
    /// <exception cref="EngineException">
    /// The group file or a template has mistakes, a parameter has no value, or something cannot be reserved or written.
    /// </exception>
    public static async Task<ProcessGroup> CreateAsync(
        EngineRun run,
        string source,
        GroupOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        string directory = GroupStore.Open().Create(source, options ?? new());
        try
        {
            return await HoldAsync(run, directory, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            System.IO.Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>
    /// Holds a group that was created and that no process holds: at the same address and ports, unless another program has taken them.
    /// </summary>
    /// <param name="run">The run that its processes belong to.</param>
    /// <param name="directory">The directory of the group.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The group, stopped.</returns>
    /// <exception cref="EngineException">Another process holds it, or it cannot be read.</exception>
    public static async Task<ProcessGroup> HoldAsync(EngineRun run, string directory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        (FileLock held, RunningApplication application, GroupRecord record) = await GroupOpening.OpenAsync(run, directory, cancellationToken).ConfigureAwait(false);
        ProcessGroup group = new(held, application, record, directory);
        group.WriteDown();
        return group;
    }

    /// <summary>Starts every process that does not run. One that has completed runs again only after a stop.</summary>
    /// <param name="wait">Whether to wait until every process is ready, or has completed.</param>
    /// <param name="cancellationToken">Gives the start up; what is ready by then goes on.</param>
    /// <returns>What it did.</returns>
    /// <exception cref="EngineException">The group was terminated.</exception>
    public async Task<GroupChange> StartAsync(bool wait = true, CancellationToken cancellationToken = default)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfTerminated();
            if (!_background.IsCompleted)
            {
                // Another call has started it without waiting.
                return wait ? await WaitForBackgroundAsync(cancellationToken).ConfigureAwait(false) : Change(_ => "starting");
            }

            ImmutableDictionary<string, UnitState> before = States();
            Task<string?> start = TryStartAsync(cancellationToken);
            _background = start;
            if (!wait && !start.IsCompleted)
            {
                return Change(s => before[s.Name].IsUp() ? "already running" : "starting");
            }

            return After(before, await start.ConfigureAwait(false));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>
    /// Stops every process as it would end in production, and waits until all have ended. Address, ports and files stay. A start that is on
    /// its way is given up.
    /// </summary>
    /// <returns>What it did.</returns>
    /// <exception cref="EngineException">The group was terminated.</exception>
    public async Task<GroupChange> StopAsync()
    {
        await Volatile.Read(ref _starting).CancelAsync().ConfigureAwait(false);
        await _oneAtATime.WaitAsync().ConfigureAwait(false);
        try
        {
            ThrowIfTerminated();
            await EndBackgroundAsync().ConfigureAwait(false);
            ImmutableDictionary<string, UnitState> before = States();
            await _application.StopAsync().ConfigureAwait(false);
            WriteDown();
            return Change(s => before[s.Name].IsUp() || before[s.Name] == UnitState.Stopping ? "stopped" : "was not running");
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Stops and starts one process, or all.</summary>
    /// <param name="process">The name of the process; null for all.</param>
    /// <param name="cancellationToken">Ends the wait for it to be ready.</param>
    /// <returns>What it did.</returns>
    /// <exception cref="EngineException">There is no such process, or the group was terminated.</exception>
    public async Task<GroupChange> RestartAsync(string? process = null, CancellationToken cancellationToken = default)
    {
        if (process is null)
        {
            await StopAsync().ConfigureAwait(false);
            return await StartAsync(wait: true, cancellationToken).ConfigureAwait(false);
        }

        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfTerminated();
            string[] known = [.. _application.Units.Values.Select(u => u.Unit).Distinct(UnitName.Comparer)];
            string name = known.FirstOrDefault(n => UnitName.Comparer.Equals(n, process)) ?? throw GroupErrors.NoSuchProcess(Id, process, known);
            string? failure = await TryAsync(() => _application.RestartUnitAsync(name, cancellationToken)).ConfigureAwait(false);
            WriteDown();
            return Change(s => !UnitName.Comparer.Equals(s.Unit, name) ? "left alone" : s.State.IsFailure() ? "failed" : "started") with { Failure = failure };
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>
    /// Stops every process, lets go of address and ports, and removes the directory. Idempotent: later calls wait for the first.
    /// </summary>
    public async Task TerminateAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        try
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another call was quicker.
        }
    }

    /// <summary>
    /// Stops every process and lets go of the group. Its files stay, so that it can be looked at, and held and started again.
    /// </summary>
    public async ValueTask DisposeAsync() => await _release.Value.ConfigureAwait(false);

    private async Task<string?> TryStartAsync(CancellationToken cancellationToken)
    {
        _starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        string? failure = await TryAsync(() => _application.StartAsync(_starting.Token)).ConfigureAwait(false);
        WriteDown();
        return failure;
    }

    private async Task<GroupChange> WaitForBackgroundAsync(CancellationToken cancellationToken)
    {
        ImmutableDictionary<string, UnitState> before = States();
        string? failure = await ((Task<string?>)_background).WaitAsync(cancellationToken).ConfigureAwait(false);
        return After(before, failure);
    }

    private GroupChange After(ImmutableDictionary<string, UnitState> before, string? failure) => Change(s => s.State switch
    {
        _ when before[s.Name].IsUp() && s.State.IsUp() => "already running",
        UnitState.Completed => "completed",
        { } state when state.IsUp() => "started",
        _ => "failed",
    }) with { Failure = failure };

    private static async Task<string?> TryAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException or DefinitionException)
        {
            return e is OperationCanceledException ? "The start was given up." : e.Message;
        }
    }

    private async Task EndBackgroundAsync()
    {
        await _starting.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
    }

    private async Task ReleaseAsync()
    {
        await Volatile.Read(ref _starting).CancelAsync().ConfigureAwait(false);
        await _oneAtATime.WaitAsync().ConfigureAwait(false);
        try
        {
            await EndBackgroundAsync().ConfigureAwait(false);
            await _application.StopAsync().ConfigureAwait(false);
            WriteDown();
            await _application.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _held.Dispose();
            _oneAtATime.Release();
        }
    }

    private void ThrowIfTerminated()
    {
        if (_release.IsValueCreated || !System.IO.Directory.Exists(Directory))
        {
            throw GroupErrors.Terminated(Id);
        }
    }

    // The ports, too: they may have moved.
    private void WriteDown()
    {
        GroupReport report = Report;
        _record = _record with
        {
            Address = Address.ToString(),
            Ports = report.Processes.SelectMany(p => p.Endpoints.Select(e => (Key: EndpointWishes.Key(p.Name, e.Key), IPEndPoint.Parse(e.Value).Port)))
                .ToImmutableSortedDictionary(e => e.Key, e => e.Port, StringComparer.Ordinal),
        };
        _record.Write(Directory);
        GroupReports.Write(Directory, report);
    }

    private ImmutableDictionary<string, UnitState> States() =>
        _application.Units.ToImmutableDictionary(u => u.Key, u => u.Value.State, UnitName.Comparer);

    private GroupChange Change(Func<UnitSnapshot, string> what) => new()
    {
        Id = Id,
        Processes = _application.Units.Values.ToImmutableSortedDictionary(s => s.Name, what, StringComparer.Ordinal),
    };
}
