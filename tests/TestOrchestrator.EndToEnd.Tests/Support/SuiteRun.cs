using System.Text.Json;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.EndToEnd.Tests.Support;

/// <summary>One run of the user's tests, with a directory of its own for what the run keeps.</summary>
internal sealed class SuiteRun : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_hangLimit = TimeSpan.FromMinutes(2);

    private readonly Suite _suite;
    private readonly Dictionary<string, string?> _environment;
    private Command? _command;

    private SuiteRun(Suite suite, string? stateRoot = null)
    {
        _suite = suite;
        StateRoot = stateRoot ?? Path.Combine(Directory.Exists(SharedMemory) ? SharedMemory : Path.GetTempPath(), $"to-e2e-{Guid.NewGuid():N}"[..15]);
        Runs = Path.Combine(suite.Root, "runs", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Runs);
        HangingFile = Path.Combine(Runs, "hanging");
        _environment = new(suite.Environment) { ["TESTORCHESTRATOR_RUNS"] = Runs, ["TESTORCHESTRATOR_STATE"] = StateRoot, ["HANGING_FILE"] = HangingFile };
    }

    /// <summary>Where the directories of the run are.</summary>
    public string Runs { get; }

    /// <summary>Where the state of the run is, and of no other that is going on: its janitor would tidy up what this one leaves.</summary>
    public string StateRoot { get; }

    public string HangingFile { get; }

    public Command Command => _command!;

    public int ExitCode => Command.ExitCode;

    public string Output => Command.Output;

    /// <summary>The directory of the one run.</summary>
    public string RunDirectory => Directory.GetDirectories(Runs).Single();

    public string RunId => Path.GetFileName(RunDirectory);

    public string StateDirectory => Read("stateDirectory").GetString()!;

    public int TestHostId => Read("pid").GetInt32();

    public IEnumerable<JsonElement> Events => File.ReadLines(Path.Combine(RunDirectory, "events.jsonl")).Select(line => JsonElement.Parse(line));

    public IEnumerable<string> EventNames => Events.Select(e => e.GetProperty("event").GetString()!);

    /// <summary>Runs the tests as a user does, to the end.</summary>
    public static async Task<SuiteRun> OfDotnetTestAsync(string filter, params string[] options)
    {
        SuiteRun run = new(await Suite.GetAsync());
        run.StartDotnetTest(filter, options);
        await run.Command.EndedAsync();
        return run;
    }

    /// <summary>Runs the test host itself, to the end: what <c>dotnet test</c> adds, other tests see.</summary>
    public static Task<SuiteRun> OfTestsAsync(string filter, params string[] options) =>
        OfTestHostAsync("Tests", "Debug", ["--filter", filter, .. options]);

    /// <summary>Runs other tests, whose run comes after another one of the same user.</summary>
    public static async Task<SuiteRun> AfterAsync(SuiteRun previous, string filter)
    {
        SuiteRun run = new(await Suite.GetAsync(), previous.StateRoot);
        run.StartTestHost(["--filter", filter]);
        await run.Command.EndedAsync();
        return run;
    }

    /// <summary>Starts the tests as a user does, and waits until the test that hangs is running.</summary>
    public static async Task<SuiteRun> OfHangingDotnetTestAsync()
    {
        SuiteRun run = new(await Suite.GetAsync());
        run.StartDotnetTest("ClassName=HangingTests", []);
        await run.HangsAsync();
        return run;
    }

    /// <summary>Starts the test host itself, and waits until the test that hangs is running.</summary>
    public static async Task<SuiteRun> OfHangingTestHostAsync()
    {
        SuiteRun run = new(await Suite.GetAsync());
        run.StartTestHost(["--filter", "ClassName=HangingTests"]);
        await run.HangsAsync();
        return run;
    }

    /// <summary>Runs the tests of another project of the solution, to the end.</summary>
    public static async Task<SuiteRun> OfProjectAsync(string project, params string[] options)
    {
        SuiteRun run = new(await Suite.GetAsync());
        run._command = Command.Start("dotnet", ["test", "--no-build", "--project", project, .. options], run._suite.Root, run._environment);
        await run.Command.EndedAsync();
        return run;
    }

    /// <summary>Runs a test host itself, to the end: <c>dotnet test</c> keeps to itself what it prints.</summary>
    public static async Task<SuiteRun> OfTestHostAsync(string project, string configuration, params string[] options)
    {
        SuiteRun run = new(await Suite.GetAsync());
        string program = Path.Combine(run._suite.Root, project, "bin", configuration, "net10.0", project);
        run._command = Command.Start(program, options, Path.Combine(run._suite.Root, project), run._environment);
        await run.Command.EndedAsync();
        return run;
    }

    /// <summary>Runs the tests as another user, to the end.</summary>
    public static async Task<SuiteRun> OfUserAsync(OtherProcessOptions user, string filter, params string[] options)
    {
        SuiteRun run = new(await Suite.GetAsync());
        File.SetUnixFileMode(run._suite.Root, (UnixFileMode)0b_111_101_101);
        File.SetUnixFileMode(run.Runs, (UnixFileMode)0b_111_111_111);
        foreach ((string name, string value) in user.Environment)
        {
            run._environment.TryAdd(name, value);
        }

        string[] results = ["--results-directory", $"{user.Environment["HOME"]}/results"];
        string[] command = [.. user.Wrapper, run._suite.TestHost, "--filter", filter, .. results, .. options];
        run._command = Command.Start(command[0], command[1..], run._suite.TestProject, run._environment);
        await run.Command.EndedAsync();
        return run;
    }

    /// <summary>Runs the tests of all projects of the solution, to the end. Tests that can, wait for those of the other project.</summary>
    /// <param name="variable">A variable of their environment.</param>
    /// <param name="value">Its value.</param>
    /// <param name="options">Options of <c>dotnet test</c>.</param>
    public static async Task<SuiteRun> OfSolutionAsync(string variable, string value, params string[] options)
    {
        SuiteRun run = new(await Suite.GetAsync());
        run._environment[variable] = value;
        string meeting = Path.Combine(run._suite.Root, "meetings", Path.GetFileName(run.Runs));
        run._environment["MEETING_DIRECTORY"] = Directory.CreateDirectory(meeting).FullName;
        string[] command = ["test", "--no-build", "--solution", "Suite.slnx", "--max-parallel-test-modules", "2", .. options];
        run._command = Command.Start("dotnet", command, run._suite.Root, run._environment);
        await run.Command.EndedAsync();
        return run;
    }

    /// <summary>Starts <c>orch</c>, as it was installed from its package, beside the run.</summary>
    public async Task<Command> StartOrchAsync(params string[] arguments) =>
        Command.Start(await Suite.InstallOrchAsync(), arguments, _suite.Root, _environment);

    /// <summary>Runs the app host as a user does, and waits until Aspire has started its application, or it has ended.</summary>
    public static async Task<SuiteRun> OfAppHostAsync(params string[] arguments)
    {
        SuiteRun run = new(await Suite.GetAsync());
        run._command = Command.Start("dotnet", ["run", "--no-build", "--project", run._suite.AppHost, "--", .. arguments], run._suite.Root, run._environment);
        await run.HasStartedAsync();
        return run;
    }

    /// <summary>Runs an app host by <c>orch run</c>, as it was installed from its package, and waits until Aspire has started its application, or it has ended.</summary>
    public static async Task<SuiteRun> OfOrchRunAsync(params string[] arguments)
    {
        SuiteRun run = new(await Suite.GetAsync());
        run._command = Command.Start(await Suite.InstallOrchAsync(), ["run", .. arguments], run._suite.Root, run._environment);
        await run.HasStartedAsync();
        return run;
    }

    /// <summary>Runs the test host itself with a variable of its environment, to the end.</summary>
    public static async Task<SuiteRun> WithVariableAsync(string name, string value, string filter, params string[] options)
    {
        SuiteRun run = new(await Suite.GetAsync());
        run._environment[name] = value;
        run.StartTestHost(["--filter", filter, .. options]);
        await run.Command.EndedAsync();
        return run;
    }

    /// <summary>Waits until it has written a text.</summary>
    public Task SaysAsync(string text) => UntilAsync(() => Output.Contains(text, StringComparison.Ordinal), $"written '{text}'");

    /// <summary>Waits until a command beside the run has written a text, and gets the line.</summary>
    public async Task<string> ReadLineAsync(Command command, string text)
    {
        string? line = null;
        await UntilAsync(
            () =>
            {
                line = command.Output.Split('\n').FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal));
                return line is not null || command.HasEnded;
            },
            $"written '{text}', but: {command.Output}");
        return line ?? throw new AssertFailedException($"It ended without '{text}': {command.Output}");
    }

    /// <summary>Asks a resource of an app host, as soon as it listens.</summary>
    public async Task<string> AskAsync(string resource, string path)
    {
        using HttpClient client = new() { BaseAddress = AddressOf(resource) };
        string? answer = null;
        await UntilAsync(
            async () =>
            {
                try
                {
                    answer = await client.GetStringAsync(path);
                }
                catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && !Command.HasEnded)
                {
                    // Aspire starts an application without waiting until its services listen.
                }

                return answer is not null;
            },
            $"answered at {client.BaseAddress}");
        return answer!;
    }

    /// <summary>Asserts that nothing of the run is left but its directory: no process, no state.</summary>
    public async Task LeavesNothingAsync()
    {
        string[] left = [];
        for (DateTimeOffset limit = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(10); DateTimeOffset.UtcNow < limit; await Task.Delay(s_interval, TimeProvider.System))
        {
            left = [.. Leftovers.Of(RunId, StateDirectory)];
            if (left.Length == 0)
            {
                return;
            }
        }

        Assert.AreEqual("", string.Join(Environment.NewLine, left), Output);
    }

    /// <summary>Waits until a process has ended.</summary>
    public Task IsGoneAsync(int pid) => UntilAsync(() => !Leftovers.IsRunning(pid), $"ended its process {pid}");

    public void Dispose()
    {
        _command?.Dispose();
        if (Directory.Exists(StateRoot))
        {
            Directory.Delete(StateRoot, recursive: true);
        }
    }

    private void StartDotnetTest(string filter, string[] options) =>
        _command = Command.Start("dotnet", ["test", "--no-build", "--project", _suite.TestProject, "--filter", filter, .. options], _suite.Root, _environment);

    private void StartTestHost(string[] options) => _command = Command.Start(_suite.TestHost, options, _suite.TestProject, _environment);

    private Task HasStartedAsync() => UntilAsync(
        () => Output.Contains("Press Ctrl+C to shut down.", StringComparison.Ordinal) || Command.HasEnded,
        "started its application");

    private Task HangsAsync() => UntilAsync(() => File.Exists(HangingFile), "come to where the test hangs");

    private Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    private async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        DateTimeOffset limit = DateTimeOffset.UtcNow + s_hangLimit;
        for (; !await condition(); await Task.Delay(s_interval, TimeProvider.System))
        {
            Assert.IsLessThan(limit, DateTimeOffset.UtcNow, $"It has not {what} within {s_hangLimit}: {Output}");
        }
    }

    private Uri AddressOf(string resource)
    {
        string directory = Directory.GetDirectories(Path.Combine(RunDirectory, "apps")).Single();
        using JsonDocument application = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory, "app.json")));
        JsonElement found = application.RootElement.GetProperty("resources").EnumerateArray()
            .Single(r => r.GetProperty("name").GetString() == resource);
        return new(found.GetProperty("endpoints").GetProperty("http").GetString()!);
    }

    private JsonElement Read(string property)
    {
        using JsonDocument run = JsonDocument.Parse(File.ReadAllText(Path.Combine(RunDirectory, "run.json")));
        return run.RootElement.GetProperty(property).Clone();
    }
}
