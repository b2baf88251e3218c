using System.ComponentModel;
using System.Diagnostics;

namespace Bench.Peers;

/// <summary>Runs a program to its end.</summary>
internal static class ExternalCommand
{
    private const int NotFound = 127;

    /// <returns>The exit code, 127 if there is no such program; and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> TryAsync(string directory, params string[] command)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true })!;
            string[] output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, string.Concat(output));
        }
        catch (Win32Exception e)
        {
            return (NotFound, e.Message);
        }
    }

    public static async Task<string> MustAsync(string directory, params string[] command)
    {
        (int exitCode, string output) = await TryAsync(directory, command);
        return exitCode == 0 ? output : throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with {exitCode}: {output}");
    }
}
