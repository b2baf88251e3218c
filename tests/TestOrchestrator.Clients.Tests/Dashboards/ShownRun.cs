using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TestOrchestrator.Clients.Tests.Dashboards;

/// <summary>A program that shows a run in a dashboard, and says where. It is ended as by Ctrl+C.</summary>
internal sealed partial class ShownRun : IAsyncDisposable
{
    // A guard against hanging: a suite starts servers and services, on a machine that may be busy.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly SemaphoreSlim _written = new(0);

    private ShownRun(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Gets its output so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Gets the exit code, when it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program that is built with the tests and lies beside them: …/bin/NAME/debug/NAME.dll</summary>
    public static ShownRun Start(string name, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        DirectoryInfo tests = new(AppContext.BaseDirectory);
        string program = Path.Combine(tests.Parent!.Parent!.FullName, name, tests.Name, $"{name}.dll");

        // A shell's background job ignores SIGINT, and so does everything that it starts, such as this test process.
        ProcessStartInfo start = new("env", ["--default-signal=INT", "dotnet", "exec", program, .. arguments]);
        foreach ((string variable, string value) in variables)
        {
            start.Environment[variable] = value;
        }

        return new(start);
    }

    /// <summary>Waits for the line that says where the dashboard is.</summary>
    /// <param name="text">What else it says.</param>
    public async Task<Uri> WaitForAddressAsync(string text)
    {
        using CancellationTokenSource limit = new(s_limit, TimeProvider.System);
        while (true)
        {
            if (_output.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } said)
            {
                return new(Address().Match(said).Value);
            }

            if (_process.HasExited)
            {
                throw new InvalidOperationException($"It exited with code {_process.ExitCode}:\n{string.Join('\n', _output)}");
            }

            await WaitAsync(_written.WaitAsync(limit.Token));
        }
    }

    public Task WaitForEndAsync() => WaitAsync(_process.WaitForExitAsync());

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                // In order, so that nothing writes any more into a directory that is about to be removed.
                using Process interrupt = Process.Start("kill", ["-INT", $"{_process.Id}"]);
                await WaitForEndAsync();
            }
        }
        finally
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            _process.Dispose();
            _written.Dispose();
        }
    }

    private async Task WaitAsync(Task task)
    {
        try
        {
            await task.WaitAsync(s_limit);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            string last = string.Join('\n', _output.TakeLast(20));
            throw new TimeoutException($"Nothing after {s_limit.TotalMinutes} min. Last output:\n{last}");
        }
    }

    // Also at the end, with null: who waits looks again.
    private void Add(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }

        try
        {
            _written.Release();
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    [GeneratedRegex("http://[^ ,]+")]
    private static partial Regex Address();
}
