using System.Diagnostics;
using Bench.Proxies;
using TestOrchestrator.Engine.Processes;

namespace Bench.Peers;

/// <summary>Runs the program of a peer that is a proxy, and keeps what it wrote last.</summary>
internal static class PeerProxy
{
    private const int KeptLines = 5;

    // None of them says when it has done what it does at its start.
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(1);

    public static RunningProxy Start(int port, ProcessStartInfo program)
    {
        Queue<string> lines = new();
        program.RedirectStandardOutput = true;
        program.RedirectStandardError = true;
        long begin = Stopwatch.GetTimestamp();
        Process process = Process.Start(program)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(port, process.Id, begin) { SettleAsync = () => Task.Delay(s_calm, TimeProvider.System), LastWords = LastWords, StopAsync = StopAsync };

        void Keep(string? line)
        {
            lock (lines)
            {
                lines.Enqueue(line ?? "");
                while (lines.Count > KeptLines)
                {
                    lines.Dequeue();
                }
            }
        }

        string LastWords()
        {
            lock (lines)
            {
                return $"'{program.FileName}' wrote: {string.Join(" | ", lines)}";
            }
        }

        async ValueTask StopAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Finds a program in PATH, or where those of the system's administrator are.</summary>
    /// <returns>Its path; null if there is none.</returns>
    public static string? Find(string program) => ProgramPath.InPath(program) ?? (File.Exists($"/usr/sbin/{program}") ? $"/usr/sbin/{program}" : null);
}
