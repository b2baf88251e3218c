using System.Diagnostics;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Cli.Running;

/// <summary>Makes the directory of a group from what a person names: a group file, or an app host, which is built.</summary>
internal static class NewGroup
{
    /// <returns>The directory of the group.</returns>
    public static async Task<string> CreateAsync(GroupStore store, string source, IEnumerable<string> args, GroupOptions options, CancellationToken cancellationToken)
    {
        if (ProjectOf(source) is not { } project)
        {
            return store.Create(source, options);
        }

        await RunDotnetAsync(["build", project, "-v", "q", "--nologo"], cancellationToken).ConfigureAwait(false);
        string target = await RunDotnetAsync(["msbuild", project, "-getProperty:TargetPath"], cancellationToken).ConfigureAwait(false);
        return store.CreateOfAppHost(target.Trim(), Path.GetDirectoryName(project)!, args, options);
    }

    /// <summary>Finds the project file of an app host; null if it is something else.</summary>
    public static string? ProjectOf(string source)
    {
        string path = Path.GetFullPath(source);
        return File.Exists(path) && Path.GetExtension(path) == ".csproj" ? path
            : Directory.Exists(path) && !File.Exists(Path.Combine(path, "group.toml")) ? Directory.EnumerateFiles(path, "*.csproj").Order(StringComparer.Ordinal).FirstOrDefault()
            : null;
    }

    private static async Task<string> RunDotnetAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(DotnetHost.Path) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode == 0
            ? await output.ConfigureAwait(false)
            : throw new EngineException("TO1901", $"'dotnet {string.Join(' ', start.ArgumentList)}' exited with code {process.ExitCode}:{Environment.NewLine}{await output.ConfigureAwait(false)}{await errors.ConfigureAwait(false)}");
    }
}
