using System.Diagnostics;
using System.Text;

namespace TestOrchestrator.EndToEnd.Tests.Support;

/// <summary>A program that is running, or has run.</summary>
internal sealed class Command : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly string _line;

    private Command(ProcessStartInfo start)
    {
        _line = string.Join(' ', start.ArgumentList.Skip(1));
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Append(e.Data);
        _process.ErrorDataReceived += (_, e) => Append(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it wrote so far, output and errors together; the message of an assertion.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return $"{_line}{Environment.NewLine}{_output}";
            }
        }
    }

    public static Command Start(string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string?>? environment = null)
    {
        // A shell's background job ignores SIGINT, and so does everything that it starts, such as this test process.
        ProcessStartInfo start = new("env", ["--default-signal=INT", program, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The 'dotnet test' that runs this test process has given it an id, by which another one would take its test hosts for one.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("TESTINGPLATFORM_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return new(start);
    }

    public static async Task<Command> RunAsync(string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string?>? environment = null)
    {
        Command command = Start(program, arguments, directory, environment);
        await command.EndedAsync();
        return command;
    }

    public async Task EndedAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(s_limit);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Still running after {s_limit}: {Output}");
        }
    }

    /// <summary>Ends it if a test has failed before it could.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
