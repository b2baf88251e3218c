using Microsoft.Testing.Platform.CommandLine;
using Microsoft.Testing.Platform.Configurations;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Extensions.CommandLine;
using TestOrchestrator.Hosting.Runs;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Platform;

/// <summary>
/// The options of the extension. Each has an environment variable, too: in a solution, an option that one project does not know fails that
/// project.
/// </summary>
internal sealed class OrchestratorOptions : ICommandLineOptionsProvider
{
    public const string Lane = "lane";
    public const string KeepApps = "keep-apps";
    public const string Recordings = "recordings";
    public const string Dashboard = "dashboard";
    public const string Telemetry = "telemetry";
    public const string RunsDirectory = "runs-directory";

    /// <summary>The option of the platform by which <c>dotnet test</c> starts test hosts.</summary>
    public const string DotnetTestPipe = "dotnet-test-pipe";

    private const string KeepAppsVariable = "TESTORCHESTRATOR_KEEP_APPS";
    private const string DashboardVariable = "TESTORCHESTRATOR_DASHBOARD";
    private const string TelemetryVariable = "TESTORCHESTRATOR_TELEMETRY";
    private const string RunsDirectoryVariable = "TESTORCHESTRATOR_RUNS";

    public string Uid => "TestOrchestrator.Options";

    public string Version => ExtensionVersion.Text;

    public string DisplayName => "TestOrchestrator";

    public string Description => "Options of TestOrchestrator";

    /// <summary>
    /// Reads what is wanted: the option, else the environment variable, else <c>testOrchestrator:…</c> in testconfig.json.
    /// </summary>
    public static TestSessionOptions Read(ICommandLineOptions options, IConfiguration configuration) => new()
    {
        Lane = LaneChoice.Of(Argument(options, Lane), configuration["testOrchestrator:lane"]),
        KeepApps = options.IsOptionSet(KeepApps) || IsTrue(Environment.GetEnvironmentVariable(KeepAppsVariable)) || IsTrue(configuration["testOrchestrator:keepApps"]),
        Recordings = RecordingChoice.Of(Argument(options, Recordings), Environment.GetEnvironmentVariable(RecordingChoice.Variable), configuration["testOrchestrator:recordings"]),
        Dashboard = DashboardOf(Argument(options, Dashboard) ?? (options.IsOptionSet(Dashboard) ? "1" : null)
            ?? Environment.GetEnvironmentVariable(DashboardVariable) ?? configuration["testOrchestrator:dashboard"]),
        Telemetry = options.IsOptionSet(Telemetry) || IsTrue(Environment.GetEnvironmentVariable(TelemetryVariable)) || IsTrue(configuration["testOrchestrator:telemetry"]),
        DotnetTest = options.IsOptionSet(DotnetTestPipe) ? ParentWatch.Parent : null,
        RunsDirectory = (Argument(options, RunsDirectory) ?? Environment.GetEnvironmentVariable(RunsDirectoryVariable) ?? configuration["testOrchestrator:runsDirectory"]) is { Length: > 0 } directory
            ? Path.GetFullPath(directory)
            : null,
    };

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public IReadOnlyCollection<CommandLineOption> GetCommandLineOptions() =>
    [
        new(Lane, $"How faithfully applications are realised: {string.Join(", ", TestOrchestrator.Engine.Definitions.Lane.All)}. Default: fast. Environment: {LaneChoice.Variable}.", ArgumentArity.ExactlyOne, isHidden: false),
        new(KeepApps, $"Keep the data of databases and caches of failed classes, to be looked at. Environment: {KeepAppsVariable}=1.", ArgumentArity.Zero, isHidden: false),
        new(Recordings, $"What is done with recordings of traffic: {RecordingChoice.All}. Default: auto. Environment: {RecordingChoice.Variable}.", ArgumentArity.ExactlyOne, isHidden: false),
        new(Dashboard, $"Show the run in Aspire's dashboard. 'wait': until Ctrl+C, also when all tests have run. Environment: {DashboardVariable}=1 or wait.", ArgumentArity.ZeroOrOne, isHidden: false),
        new(Telemetry, $"Keep traces, logs and metrics of the run in its directory, for 'orch dashboard'. With a dashboard they are always kept. Environment: {TelemetryVariable}=1.", ArgumentArity.Zero, isHidden: false),
        new(RunsDirectory, $"Where the directories of all runs are. Default: artifacts/testorchestrator in the project. Environment: {RunsDirectoryVariable}.", ArgumentArity.ExactlyOne, isHidden: false),
    ];

    public Task<ValidationResult> ValidateOptionArgumentsAsync(
        CommandLineOption commandOption,
        string[] arguments) =>
        commandOption.Name switch
    {
        Dashboard when arguments is [{ } given] && given is not ("1" or "wait") =>
            ValidationResult.InvalidTask($"'--dashboard {given}' is not a choice. Say '--dashboard', or '--dashboard wait'."),
        Lane when !TestOrchestrator.Engine.Definitions.Lane.TryParse(arguments[0], out _) =>
            ValidationResult.InvalidTask($"'--lane {arguments[0]}' is not a lane. The lanes are {string.Join(", ", TestOrchestrator.Engine.Definitions.Lane.All.Select(l => $"'{l}'"))}."),
        _ => ValidationResult.ValidTask,
    };

    public Task<ValidationResult> ValidateCommandLineOptionsAsync(ICommandLineOptions commandLineOptions)
    {
        try
        {
            LaneChoice.Of(Argument(commandLineOptions, Lane));
            RecordingChoice.Of(Argument(commandLineOptions, Recordings), Environment.GetEnvironmentVariable(RecordingChoice.Variable), configured: null);
            return ValidationResult.ValidTask;
        }
        catch (ArgumentException e)
        {
            // Of the environment variable: the option itself has been looked at.
            return ValidationResult.InvalidTask(e.Message);
        }
    }

    private static string? Argument(ICommandLineOptions options, string name) =>
        options.TryGetOptionArgumentListOrDefault(name, out string[]? arguments) && arguments.Length > 0 ? arguments[0] : null;

    private static DashboardMode DashboardOf(string? text) =>
        string.Equals(text, "wait", StringComparison.OrdinalIgnoreCase) ? DashboardMode.Wait : IsTrue(text) ? DashboardMode.On : DashboardMode.Off;

    private static bool IsTrue(string? text) => text is "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
