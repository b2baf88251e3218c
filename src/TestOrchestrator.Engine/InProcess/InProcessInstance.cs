using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TestOrchestrator.Engine.InProcess.Assemblies;
using TestOrchestrator.Engine.InProcess.Surroundings;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.InProcess;

/// <summary>
/// A program that runs inside this process: its entry point on a thread of its own, its assemblies in a context of its own.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The log is closed when the program ends, whoever ends it.")]
internal sealed class InProcessInstance : IUnitInstance, IHostObserver
{
    private readonly Lock _gate = new();
    private readonly EngineRunOptions _options;
    private readonly ServiceContext _context;
    private readonly ServiceLog _log;
    private readonly ServiceScope _scope;
    private readonly Action<string> _note;
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ProcessExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IHost? _host;
    private bool _isToStop;
    private ProcessExit? _crash;
    private Task _crashing = Task.CompletedTask;

    public InProcessInstance(string name, ServiceContext context, string logFile, ServiceProxy proxy, EngineRunOptions options, Action<string> note)
    {
        _options = options;
        _note = note;
        _context = context;
        _log = new(logFile);
        _scope = new(name, context, _log, proxy) { Observer = this };
        ServiceThreads.Add();
    }

    /// <summary>Gets whether the service sends telemetry, which must be its own.</summary>
    public bool SendsTelemetry { get; init; }

    /// <summary>
    /// Gets a task that ends when the program runs its host, or has ended: from then on it does not read its environment any more.
    /// </summary>
    public Task Running => Task.WhenAny(_running.Task, _ended.Task);

    /// <summary>Gets a task that ends when the host has started, or the program has ended.</summary>
    public Task Started => Task.WhenAny(_started.Task, _ended.Task);

    public Task<ProcessExit> Ended => _ended.Task;

    /// <summary>Enters the program.</summary>
    public void Enter(string[] arguments)
    {
        MethodInfo main;
        try
        {
            main = _context.LoadProgram().EntryPoint!;
        }
        catch
        {
            End(new());
            throw;
        }

        Thread thread = new(() => Run(main, arguments)) { IsBackground = true, Name = $"{_scope.Name} (main)" };

        // Unsafe: nothing of the test that happens to start the app may flow into it.
        thread.UnsafeStart();
    }

    // The server listens and hosted services have started when the host says that it has.
    public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken) =>
        new(_started.Task.IsCompleted ? Observation.Satisfied : Observation.NotYet("its host not started"));

    public async Task StopAsync(StopMode mode)
    {
        StopHost();
        try
        {
            // The host's own limit is the grace; a second grace is for what it does after that.
            await _ended.Task.WaitAsync(2 * _options.StopGrace, _options.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _note($"It did not end within {2 * _options.StopGrace.TotalSeconds:0.#} s after it was asked to; its threads stay until the test process ends. In the lane 'real' it would have been killed.");
            End(_crash ?? new());
        }
    }

    public void Building(IHostBuilder builder) =>
        HostHook.Add(builder, _scope, () => _running.TrySetResult(), _options.StopGrace, SendsTelemetry);

    public void Built(IHost host)
    {
        // A program may build several hosts; the first is the one that it runs, unless it says otherwise by starting another.
        bool isToStop;
        lock (_gate)
        {
            _host ??= host;
            isToStop = _isToStop;
        }

        if (isToStop)
        {
            StopHost();
        }

        host.Services.GetService<IHostApplicationLifetime>()?.ApplicationStarted.Register(() =>
        {
            _host = host;
            _running.TrySetResult();
            _started.TrySetResult();
        });
    }

    public void Crashed(Exception exception)
    {
        _crash = new() { ExitCode = UnixExit.Aborted };
        _log.Write($"Unhandled exception. {exception}{Environment.NewLine}");

        // In a process of its own it would have ended by now, with every request that it was about to answer; here it is asked to, and
        // given up if it does not.
        _ = Task.Run(AbortHostAsync);
        _crashing = StopAsync(StopMode.Discard);
    }

    // A host that the program has not built yet is stopped as soon as it has.
    private void StopHost()
    {
        IHost? host;
        lock (_gate)
        {
            _isToStop = true;
            host = _host;
        }

        try
        {
            host?.Services.GetService<IHostApplicationLifetime>()?.StopApplication();
        }
        catch (ObjectDisposedException)
        {
            // The program has disposed of its host itself, and is about to end.
        }
    }

    private async Task AbortHostAsync()
    {
        if (_host is { } host)
        {
            await host.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Run(MethodInfo main, string[] arguments)
    {
        _scope.Enter();
        ProcessExit exit;
        try
        {
            object?[] parameters = main.GetParameters().Length == 0 ? [] : [arguments];
            object? result = main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, parameters, null);
            exit = new() { ExitCode = result as int? ?? 0 };
        }
#pragma warning disable CA1031 // It is the service's exception; in a process of its own it would end that process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Write($"Unhandled exception. {e}{Environment.NewLine}");
            exit = new() { ExitCode = UnixExit.Aborted };
        }

        End(_crash ?? exit);
    }

    private void End(ProcessExit exit)
    {
        if (_ended.TrySetResult(exit))
        {
            _log.Dispose();
            _host = null;
            ServiceThreads.Remove();
            ServiceContexts.Return(_context);
        }
    }
}
