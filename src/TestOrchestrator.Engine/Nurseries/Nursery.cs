using System.Collections.Concurrent;
using System.Diagnostics;
using TestOrchestrator.Engine.Interception;
using TestOrchestrator.Engine.Janitors;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Engine.Nurseries;

/// <summary>
/// The engine's side of the helper process that owns every process of the run. When this process ends, however it ends, the pipe to the
/// nursery closes and it kills them all; when the nursery ends, they are dead too, and <see cref="Lost"/> says so. Thread-safe.
/// </summary>
internal sealed class Nursery : IProcessOwner, IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_closeLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly NurseryCommands _commands;
    private readonly NurseryOptions _options;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<ChildProcess>> _starting = new();
    private readonly ConcurrentDictionary<int, ChildProcess> _running = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private int _lastId;
    private volatile bool _closing;

    private Nursery(Process process, NurseryOptions options)
    {
        _process = process;
        _options = options;
        _commands = new(process.StandardInput.BaseStream);
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync(process.StandardOutput.BaseStream);
    }

    /// <summary>Gets a task that ends when the nursery ended before it was asked to.</summary>
    public Task Lost => _lost.Task;

    public ProcessIdentity Identity => ProcessIdentity.Of(_process.Id);

    /// <summary>Starts the nursery of a run.</summary>
    public static async Task<Nursery> StartAsync(NurseryOptions options, TimeProvider timeProvider)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw ProcessErrors.NotSupportedHere();
        }

        Nursery nursery = new(StartProgram(options), options);
        try
        {
            await Task.WhenAny(nursery._ready.Task, nursery._lost.Task).WaitAsync(s_startLimit, timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            nursery._process.Kill();
            throw ProcessErrors.NurseryDidNotStart($"It did not answer within {s_startLimit.TotalSeconds:0} s.");
        }

        if (!nursery._ready.Task.IsCompleted)
        {
            string output = (await nursery._errors.ConfigureAwait(false)).Trim();
            throw ProcessErrors.NurseryDidNotStart(output.Length == 0 ? "It said nothing." : $"It said: {output}");
        }

        return nursery;
    }

    /// <summary>Starts a process under the nursery.</summary>
    /// <param name="start">What is wanted.</param>
    /// <param name="wrapper">What it runs under: a full path and arguments, or nothing.</param>
    public async Task<ChildProcess> SpawnAsync(ProcessStart start, IReadOnlyCollection<string> wrapper)
    {
        int id = Interlocked.Increment(ref _lastId);
        TaskCompletionSource<ChildProcess> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _starting[id] = started;
        Dictionary<string, string> environment = new(_options.Environment, StringComparer.Ordinal);
        foreach ((string name, string value) in start.Environment)
        {
            environment[name] = value;
        }

        try
        {
            _commands.Spawn(id, wrapper, start, environment);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw ProcessErrors.NurseryLost();
        }

        if (_lost.Task.IsCompleted)
        {
            started.TrySetException(ProcessErrors.NurseryLost());
        }

        try
        {
            return await started.Task.ConfigureAwait(false);
        }
        catch (SpawnFailedException e)
        {
            throw e.Errno < 0 ? TransparentProxyErrors.Refused(start, -e.Errno) : ProcessErrors.SpawnFailed(start, e.Errno);
        }
    }

    public void Signal(int id, int signal, bool wholeTree)
    {
        try
        {
            _commands.Signal(id, signal, wholeTree);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The nursery is gone, and its processes with it.
        }
    }

    /// <summary>Lets the nursery kill what is left, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        try
        {
            _commands.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        _commands.Dispose();
        await _process.WaitForExitAsync().WaitAsync(s_closeLimit).ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _process.Dispose();
    }

    private static Process StartProgram(NurseryOptions options)
    {
        try
        {
            return Process.Start(NurseryProgram.Unpack(options))!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            throw ProcessErrors.NurseryDidNotStart($"{e.Message}");
        }
    }

    private async Task ReadAsync(Stream events)
    {
        byte[] buffer = NurseryEvent.NewBuffer();
        while (await NurseryEvent.ReadAsync(events, buffer).ConfigureAwait(false) is { } happened)
        {
            Handle(happened);
        }

        if (!_closing)
        {
            // The kernel ends direct children with their nursery (pdeathsig) where setpriv is installed, and nobody ends what those have
            // made.
            _ = Leftovers.Kill(_options.StateDirectory);
            _lost.TrySetResult();
        }

        foreach (TaskCompletionSource<ChildProcess> starting in _starting.Values)
        {
            starting.TrySetException(ProcessErrors.NurseryLost());
        }

        foreach (ChildProcess running in _running.Values)
        {
            running.SetExited(new());
        }
    }

    private void Handle(NurseryEvent happened)
    {
        switch (happened.Kind)
        {
            case 'R':
                _ready.TrySetResult();
                break;
            case 'P' when _starting.TryRemove(happened.First, out TaskCompletionSource<ChildProcess>? started):
                ChildProcess child = new(this, happened.First, ProcessIdentity.Of(happened.Second));
                _running[happened.First] = child;
                started.TrySetResult(child);
                break;
            case 'E' when _starting.TryRemove(happened.First, out TaskCompletionSource<ChildProcess>? failed):
                failed.TrySetException(new SpawnFailedException(happened.Second));
                break;
            case 'X' when _running.TryRemove(happened.First, out ChildProcess? ended):
                ended.SetExited(happened.Third == 0 ? new() { ExitCode = happened.Second } : new() { Signal = happened.Third });
                break;
        }
    }

    private sealed class SpawnFailedException(int errno) : Exception
    {
        public int Errno { get; } = errno;
    }
}
