using System.Collections.Immutable;
using System.Diagnostics;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Cli.Running;

/// <summary>Makes the directory of a group from what a person names: a group file, or an app host, which becomes the only process of a group.</summary>
internal static class NewGroup
{
    private const string ProcessName = "app-host";

    /// <returns>The directory of the group.</returns>
    public static async Task<string> CreateAsync(GroupStore store, string source, IEnumerable<string> args, GroupOptions options, CancellationToken cancellationToken)
    {
        if (ProjectOf(source) is not { } project)
        {
            return store.Create(source, options);
        }

        // Built first, so that mistakes come out here and not in a log.
        await BuildAsync(project, cancellationToken).ConfigureAwait(false);
        GroupProgram appHost = new()
        {
            Name = ProcessName,
            Command = DotnetHost.Path,
            Arguments = ["run", "--no-build", "--project", project, "--", .. args, .. options.Parameters.Select(p => $"--Parameters:{p.Key}={p.Value}")],
            WorkingDirectory = Path.GetDirectoryName(project)!,
        };
        return store.CreateOfProgram(appHost, options with { Name = options.Name ?? Path.GetFileNameWithoutExtension(project), Parameters = ImmutableDictionary<string, string>.Empty });
    }

    /// <summary>Finds the project file of an app host; null if it is something else.</summary>
    public static string? ProjectOf(string source)
    {
        string path = Path.GetFullPath(source);
        return File.Exists(path) && Path.GetExtension(path) == ".csproj" ? path
            : Directory.Exists(path) && !File.Exists(Path.Combine(path, "group.toml")) ? Directory.EnumerateFiles(path, "*.csproj").Order(StringComparer.Ordinal).FirstOrDefault()
            : null;
    }

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
            throw new EngineException("TO1901", $"'dotnet {string.Join(' ', start.ArgumentList)}' exited with code {process.ExitCode}:{Environment.NewLine}{said}");
        }
    }
}
