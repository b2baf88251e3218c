namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>A run with directories of its own, and a group to run in it. When it is disposed of, nothing of the run may be left.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TestEngine(Func<EngineRunOptions, EngineRunOptions>? options = null)
    {
        EngineRunOptions usual = new() { Name = "Tests", RunsDirectory = _directory["runs"] };
        Run = EngineRun.Start(options is null ? usual : options(usual));
    }

    public EngineRun Run { get; }

    /// <summary>Makes one whose nursery runs: a clock that is moved by hand would move past the limit of its start.</summary>
    public static async Task<TestEngine> WithNurseryAsync(Func<EngineRunOptions, EngineRunOptions> options)
    {
        TestEngine engine = new(options);
        ChildProcess first = await engine.StartScriptAsync("exit 0");
        await first.Exited;
        return engine;
    }

    public TestGroup Group { get; } = new();

    /// <summary>A directory for whatever a test needs.</summary>
    public string Directory => _directory.Path;

    public IReadOnlyList<string> Processes => MarkedProcesses.With($"TESTORCHESTRATOR_RUN={Run.Id}");

    /// <summary>Adds a unit that does what the test says.</summary>
    public Fake AddFake(string name) => new(Group, name);

    /// <summary>Adds a shell that runs a script.</summary>
    public TestUnit AddScript(string name, string script) => Group.AddExecutable(name, "/bin/sh", _directory.Path, "-c", script);

    /// <summary>Adds one of the programs below tests/Assets. It finds its name where OpenTelemetry looks for it.</summary>
    public TestUnit AddAsset(string name, string asset) => Group
        .AddService(name, AssetPrograms.ProjectOf(asset), AssetPrograms.TargetOf(asset))
        .WithEnvironment("OTEL_SERVICE_NAME", name);

    public GroupDefinition Build() => Group.Build();

    public RunningApplication Create(string name = "Test") => Run.CreateApplication(Build(), new() { Name = name });

    public Task<RunningApplication> StartAsync(CancellationToken cancellationToken = default) => Run.StartApplicationAsync(Build(), new() { Name = "Test" }, cancellationToken);

    /// <summary>Starts a shell that runs a script, outside of any application.</summary>
    public Task<ChildProcess> StartScriptAsync(string script, string? outputFile = null) => Run.StartProcessAsync(new()
    {
        Program = "/bin/sh",
        Arguments = ["-c", script],
        WorkingDirectory = _directory.Path,
        OutputFile = outputFile ?? _directory["script.log"],
    });

    /// <summary>Reads the events so far: name, and the properties without the time and ids, in the order in which they were written.</summary>
    public IReadOnlyList<string> Events(params string[] names) => RunEventLines.Read(Run.Directory, names);

    public async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        Assert.IsFalse(System.IO.Directory.Exists(Run.StateDirectory), "The state directory is left.");
        Assert.IsEmpty(Processes, "Processes are left.");
        _directory.Dispose();
    }
}
