using System.Diagnostics;
using System.Text;

namespace TestOrchestrator.Cli.Tests.Proxies;

/// <summary><c>orch proxy</c> as a process of a test, ready when it is there.</summary>
internal sealed class RunningProxy : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private RunningProxy(Process process, Task<string> errors, JsonElement report)
    {
        _process = process;
        _errors = errors;
        Report = report;
    }

    public JsonElement Report { get; }

    public string Address => Report.GetProperty("address").GetString()!;

    public string TokenFile => Report.GetProperty("tokenFile").GetString()!;

    public static async Task<RunningProxy> StartAsync(Orch orch, params string[] arguments)
    {
        Process process = orch.Start([.. (string[])["proxy", "--json"], .. arguments]);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        StringBuilder report = new();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
        {
            report.AppendLine(line);
            if (line == "}")
            {
                return new RunningProxy(process, errors, JsonDocument.Parse(report.ToString()).RootElement);
            }
        }

        Assert.Fail($"orch proxy ended: {report} {await errors}");
        return null;
    }

    /// <summary>Sends a signal, and waits for the end.</summary>
    public async Task<(int ExitCode, string Errors)> EndAsync(int signal)
    {
        Orch.Send(_process.Id, signal);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (_process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
