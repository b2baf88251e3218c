using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Cli.Running;

/// <summary>
/// How an app host is run: by <c>dotnet run</c>, with a start-up hook that puts the local engine into its application. The app host needs
/// nothing of ours. Immutable.
/// </summary>
internal sealed record AppHostProgram
{
    // An app host that is one file; so the aspire command calls it, too.
    private const string SingleFile = "apphost.cs";

    private const string LaneVariable = "TESTORCHESTRATOR_LANE";

    // The mark of a run's processes: the app host starts a run of its own.
    private const string RunVariable = "TESTORCHESTRATOR_RUN";

    // Filled by the build of this project; what is there uses the assemblies beside this program.
    private static readonly string s_hookDirectory = Path.Combine(AppContext.BaseDirectory, "hook");

    // Has the build of the app host write down where the programs of its services are.
    private static readonly string s_listServices =
        $"-p:CustomAfterMicrosoftCommonTargets={Path.Combine(s_hookDirectory, "TestOrchestrator.Hosting.targets")}";

    public required string Project { get; init; }

    /// <summary>Gets its own arguments.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Gets the lane; null for what the environment or the app host says.</summary>
    public string? Lane { get; init; }

    /// <summary>Gets the application that was kept and is continued.</summary>
    public KeptApplication? Kept { get; init; }

    /// <summary>Gets the variables of ours that it is started with, besides the environment.</summary>
    public ImmutableDictionary<string, string> Variables =>
        new[] { (Name: LaneVariable, Value: Lane), (Name: KeptApplication.Variable, Value: Path.GetDirectoryName(Kept?.Directory)) }
            .Where(v => v.Value is not null)
            .ToImmutableDictionary(v => v.Name, v => v.Value!, StringComparer.Ordinal);

    /// <summary>Gets those variables and what this process has of them. The processes of a group do not inherit them.</summary>
    public ImmutableDictionary<string, string> AllVariables => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(v => (Name: (string)v.Key, Value: (string?)v.Value))
        .Where(v => v.Name.StartsWith("TESTORCHESTRATOR_", StringComparison.Ordinal) && v.Name != RunVariable)
        .ToImmutableDictionary(v => v.Name, v => v.Value ?? "", StringComparer.Ordinal)
        .SetItems(Variables);

    /// <summary>Finds the project file of an app host, or the one file that it is; null if it is something else.</summary>
    public static string? ProjectOf(string source)
    {
        string path = Path.GetFullPath(source);
        return File.Exists(path) && Path.GetExtension(path) is ".csproj" or ".cs" ? path
            : Directory.Exists(path) && !File.Exists(Path.Combine(path, "group.toml"))
                ? Directory.EnumerateFiles(path, "*.csproj").Order(StringComparer.Ordinal)
                    .Concat(Directory.EnumerateFiles(path, SingleFile)).FirstOrDefault()
                : null;
    }

    /// <summary>Makes the program of a project.</summary>
    public static AppHostProgram Of(string project, IEnumerable<string> args, GroupOptions options, string? lane, string? reopen)
    {
        KeptApplication? kept = reopen is null ? null : KeptApplication.Read(reopen);
        return new()
        {
            Project = project,
            Lane = lane,
            Kept = kept,
            Arguments = [.. kept?.Args ?? [], .. args, .. options.Parameters.Select(p => $"--Parameters:{p.Key}={p.Value}")],
        };
    }

    /// <summary>Gets the arguments of <c>dotnet</c> that run it.</summary>
    /// <param name="build">Whether it is built first.</param>
    public ImmutableArray<string> RunArguments(bool build) =>
    [
        "run",
        .. build ? new[] { s_listServices } : ["--no-build"],
        Path.GetExtension(Project) == ".cs" ? "--file" : "--project",
        Project,

        // For the app host alone, and not for dotnet run and the build.
        "-e",
        $"DOTNET_STARTUP_HOOKS={string.Join(Path.PathSeparator, Hooks())}",
        "--",
        .. Arguments,
    ];

    /// <summary>Builds it, so that mistakes come out here and not in a log.</summary>
    /// <exception cref="EngineException">It cannot be built.</exception>
    public async Task BuildAsync(CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(DotnetHost.Path, ["build", Project, s_listServices, "-v", "q", "--nologo"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (process.ExitCode != 0)
        {
            string said = await output.ConfigureAwait(false) + await errors.ConfigureAwait(false);
            string how = $"exited with code {process.ExitCode}";
            throw new EngineException("TO1901", $"'dotnet build {Project}' {how}:{Environment.NewLine}{said}");
        }
    }

    private static IEnumerable<string> Hooks() =>
    [
        Path.Combine(s_hookDirectory, "TestOrchestrator.StartUpHook.dll"),
        .. Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") is { Length: > 0 } others ? new[] { others } : [],
    ];
}
