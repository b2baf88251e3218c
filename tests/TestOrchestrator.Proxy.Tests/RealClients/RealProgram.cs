using System.ComponentModel;
using System.Diagnostics;
using TestOrchestrator.Proxy.Clients;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.RealClients;

/// <summary>A program of the machine that knows of the proxy and its authority only what the variables of <see cref="ProxyEnvironment"/> say.</summary>
internal static class RealProgram
{
    // A guard against hanging, generous because a machine that is busy starts a Java virtual machine slowly.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to standard output. A test is inconclusive where the machine has no such program, and fails where it does not end with 0.</returns>
    public static async Task<string> RunAsync(TestProxy proxy, string program, params string[] arguments)
    {
        (int exitCode, string output, string errors) = await TryAsync(proxy, null, program, arguments);
        Assert.AreEqual(0, exitCode, $"{program}: {errors}{output}");
        return output;
    }

    /// <summary>Runs a program to its end, however that is.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> TryAsync(TestProxy proxy, ProxySession? session, string program, params string[] arguments)
    {
        using TestDirectory directory = new();
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = directory.Path, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in ProxyEnvironment.For((session ?? proxy.Session).Address, [], proxy.Authority))
        {
            start.Environment[name] = value;
        }

        // No settings of the user: where git looks for them, and where it asks for passwords.
        start.Environment["XDG_CONFIG_HOME"] = directory.Path;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = directory.File("none");
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        using Process process = Start(start);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(s_limit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'{program} {string.Join(' ', arguments)}' had not ended after {s_limit.TotalSeconds} s. It wrote: {await errors}{await output}");
        }

        return (process.ExitCode, await output, await errors);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new UnreachableException();
        }
        catch (Win32Exception absent)
        {
            Assert.Inconclusive($"There is no '{start.FileName}' on this machine: {absent.Message}");
            throw;
        }
    }
}
