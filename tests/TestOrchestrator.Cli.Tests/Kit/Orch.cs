using System.Diagnostics;
using System.Globalization;
using System.Text;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Cli.Tests.Kit;

/// <summary>Runs <c>orch</c> as a person does, with groups, cache and state of one test's own. When it is disposed of, nothing that it started may run.</summary>
internal sealed class Orch : IAsyncDisposable
{
    private const string Mark = "ORCH_TEST";

    // …/.artifacts/bin/TestOrchestrator.Cli.Tests/debug/
    private static readonly DirectoryInfo s_here = new(AppContext.BaseDirectory);
    private static readonly string s_program = Path.GetFullPath(Path.Combine(s_here.FullName, "..", "..", "TestOrchestrator.Cli", s_here.Name, "orch.dll"));

    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _state = new(Directory.Exists("/dev/shm") ? "/dev/shm" : null);
    private readonly string _mark = Guid.NewGuid().ToString("N");

    public static string Listener { get; } = Path.GetFullPath(Path.Combine(s_here.FullName, "..", "..", "PortListener", s_here.Name, "PortListener"));

    public string Groups => Path.Combine(_directory.Path, "cache", "groups");

    /// <summary>Everything that this test has started and that lives.</summary>
    public IReadOnlyList<string> Processes => MarkedProcesses.With($"{Mark}={_mark}");

    /// <summary>Variables of <c>orch</c> besides those that keep tests apart.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Writes a file of a group, and returns the group's directory.</summary>
    public string Write(string group, string file, string text)
    {
        string directory = Path.Combine(_directory.Path, group);
        string path = Path.Combine(directory, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return directory;
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<OrchResult> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        // orch run builds the app host first, which takes minutes on a busy machine.
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(10));
        return new(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a command that must succeed, and returns what it printed as JSON.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        OrchResult result = await RunAsync([.. arguments, "--json"]);
        Assert.AreEqual("", result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    /// <summary>Starts a command that goes on.</summary>
    public Process Start(params string[] arguments)
    {
        // Signals have their usual meaning, also where the tests run in the background of a shell.
        ProcessStartInfo start = new("/usr/bin/env") { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, UseShellExecute = false };
        foreach (string argument in (IEnumerable<string>)["--default-signal=INT", DotnetHost.Path, "exec", s_program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TESTORCHESTRATOR_CACHE"] = Path.Combine(_directory.Path, "cache");
        start.Environment["TESTORCHESTRATOR_STATE"] = _state.Path;
        start.Environment[Mark] = _mark;
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Sends a signal to a process of this test.</summary>
    public static void Send(int pid, int signal) =>
        Assert.IsNull(Command.Run("/bin/sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {pid}")));

    public async ValueTask DisposeAsync()
    {
        foreach (string group in Directory.Exists(Groups) ? Directory.GetDirectories(Groups) : [])
        {
            await RunAsync("group", "terminate", group);
        }

        await Eventually.IsTrueAsync(() => Processes.Count == 0);
        Assert.IsEmpty(Directory.EnumerateDirectories(_state.Path).SelectMany(Directory.EnumerateDirectories), "State directories are left.");
        _directory.Dispose();
        _state.Dispose();
    }
}

/// <summary>How a command ended.</summary>
internal sealed record OrchResult(int ExitCode, string Output, string Errors);
