using System.Collections.Concurrent;
using System.Diagnostics;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>A real program that a test runs, talks to and ends. It is killed when it is disposed of. Thread-safe.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _news = NewSignal();

    private RunningProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
    }

    public int Pid => _process.Id;

    /// <summary>Everything that it has written to its output and its errors, line by line.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program with the environment of this process and what is added to it; null removes a variable.</summary>
    public static RunningProgram Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        // A shell's background job ignores SIGINT, and so does everything that it starts, such as this test process.
        ProcessStartInfo start = new("env", ["--default-signal=INT", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        RunningProgram running = new(new() { StartInfo = start });
        running._process.Start();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Awaits a line that starts with a text, and returns what follows the text. Fails with the whole output if the program ends before it.</summary>
    public async Task<string> LineAsync(string start)
    {
        while (true)
        {
            Task news = Volatile.Read(ref _news).Task;
            bool ended = _process.HasExited;
            if (_output.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is { } found)
            {
                return found[start.Length..];
            }

            if (ended)
            {
                await _process.WaitForExitAsync();
                return _output.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is { } last
                    ? last[start.Length..]
                    : throw new InvalidOperationException($"The program ended with {_process.ExitCode} before it wrote '{start}'. It wrote:\n{string.Join('\n', Output)}");
            }

            await Task.WhenAny(news, _process.WaitForExitAsync());
        }
    }

    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public void Send(int signal) => Signals.Send(_process.Id, signal);

    /// <summary>Awaits the end of the program; all of its output is there then.</summary>
    public async Task<int> ExitedAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        lock (_gate)
        {
            _news.TrySetResult();
            Volatile.Write(ref _news, NewSignal());
        }
    }
}
