using System.Globalization;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Clients.Tests.Dashboards;

/// <summary>Runs of the suite in tests/Assets/DashboardSuite, and dashboards that show them, apart from all others of this user.</summary>
internal sealed class DashboardScene : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    private readonly TemporaryDirectory _runs = new();
    private readonly TemporaryDirectory _state = new(Directory.Exists(SharedMemory) ? SharedMemory : null);

    /// <summary>Gets the directory of the one run.</summary>
    public string RunDirectory => Directory.EnumerateDirectories(_runs["runs"]).Single();

    /// <summary>Starts the suite.</summary>
    /// <param name="variables">What is wanted of the dashboard.</param>
    public ShownRun StartSuite(params (string Name, string Value)[] variables) => StartSuite([], variables);

    /// <summary>Starts a part of the suite.</summary>
    public ShownRun StartSuite(string[] arguments, params (string Name, string Value)[] variables) =>
        ShownRun.Start("DashboardSuite", arguments, [("TESTORCHESTRATOR_LANE", "fast"), .. Own, .. variables]);

    /// <summary>Starts the suite; its last tests end when <see cref="OpenGate"/> is called.</summary>
    public ShownRun StartGatedSuite(string[] arguments, params (string Name, string Value)[] variables) =>
        StartSuite(arguments, [("GATE_FILE", _runs["gate"]), .. variables]);

    /// <summary>Has the tests end that wait for it.</summary>
    public void OpenGate() => File.WriteAllText(_runs["gate"], "");

    /// <summary>Opens a dashboard, as <c>orch dashboard</c> does.</summary>
    public ShownRun OpenDashboard(params string[] arguments) => ShownRun.Start("TestOrchestrator.Dashboard", arguments, Own);

    /// <summary>Kills the process of the dashboard that a run has.</summary>
    public void KillDashboard()
    {
        string dashboard = MarkedProcesses.With($"TESTORCHESTRATOR_RUN={Path.GetFileName(RunDirectory)}")
            .Single(process => process.Contains("Aspire.Dashboard", StringComparison.Ordinal));
        Signals.Kill(int.Parse(dashboard.Split(' ')[0], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _runs.Dispose();
        _state.Dispose();
    }

    private (string Name, string Value)[] Own =>
    [
        ("TESTORCHESTRATOR_RUNS", _runs["runs"]),
        ("TESTORCHESTRATOR_STATE", _state.Path),
    ];
}
