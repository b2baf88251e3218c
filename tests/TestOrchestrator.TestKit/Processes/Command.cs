using System.ComponentModel;
using System.Diagnostics;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>Runs small programs of the system to their end.</summary>
public static class Command
{
    /// <summary>Runs a program.</summary>
    /// <returns>Null if it ended with 0, else why not.</returns>
    public static string? Run(params string[] command)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            string said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"'{string.Join(' ', command)}' exited with code {process.ExitCode}. {said}".Trim();
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }
}
