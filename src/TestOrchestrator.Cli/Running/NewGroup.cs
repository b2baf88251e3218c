using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Cli.Running;

/// <summary>Makes the directory of a group: from a group file, or of an app host, which is its only process.</summary>
internal static class NewGroup
{
    private const string ProcessName = "app-host";

    // The mark of a run's processes: the app host starts a run of its own.
    private const string RunVariable = "TESTORCHESTRATOR_RUN";

    // As long as .NET's host gives itself. In that time an app host ends its services one after the other, each with a limit of its own.
    private static readonly TimeSpan s_stopGrace = TimeSpan.FromSeconds(30);

    /// <returns>The directory of the group.</returns>
    public static async Task<string> CreateAsync(
        GroupStore store,
        string source,
        IEnumerable<string> args,
        GroupOptions options,
        CancellationToken cancellationToken)
    {
        if (ProjectOf(source) is not { } project)
        {
            return store.Create(source, options);
        }

        // Built first, so that mistakes come out here and not in a log.
        await BuildAsync(project, cancellationToken).ConfigureAwait(false);
        IEnumerable<string> parameters = options.Parameters.Select(p => $"--Parameters:{p.Key}={p.Value}");
        GroupProgram appHost = new()
        {
            Name = ProcessName,
            Command = DotnetHost.Path,
            Arguments = ["run", "--no-build", "--project", project, "--", .. args, .. parameters],
            WorkingDirectory = Path.GetDirectoryName(project)!,
            StopGrace = s_stopGrace,
            Environment = OwnVariables(),
        };
        string name = options.Name ?? Path.GetFileNameWithoutExtension(project);
        return store.CreateOfProgram(appHost, options with { Name = name, Parameters = ImmutableDictionary<string, string>.Empty });
    }

    /// <summary>Finds the project file of an app host; null if it is something else.</summary>
    public static string? ProjectOf(string source)
    {
        string path = Path.GetFullPath(source);
        return File.Exists(path) && Path.GetExtension(path) == ".csproj" ? path
            : Directory.Exists(path) && !File.Exists(Path.Combine(path, "group.toml"))
                ? Directory.EnumerateFiles(path, "*.csproj").Order(StringComparer.Ordinal).FirstOrDefault()
                : null;
    }

    // The processes of a group do not inherit them. An app host chooses its lane by them, and where its servers are.
    private static ImmutableDictionary<string, string> OwnVariables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(v => (Name: (string)v.Key, Value: (string?)v.Value))
        .Where(v => v.Name.StartsWith("TESTORCHESTRATOR_", StringComparison.Ordinal) && v.Name != RunVariable)
        .ToImmutableDictionary(v => v.Name, v => v.Value ?? "", StringComparer.Ordinal);

    private static async Task BuildAsync(string project, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(DotnetHost.Path, ["build", project, "-v", "q", "--nologo"])
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
            string command = string.Join(' ', start.ArgumentList);
            throw new EngineException("TO1901", $"'dotnet {command}' exited with code {process.ExitCode}:{Environment.NewLine}{said}");
        }
    }
}
