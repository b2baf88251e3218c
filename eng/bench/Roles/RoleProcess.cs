using System.Diagnostics;
using System.Text.Json;
using Bench.Cases;

namespace Bench.Roles;

/// <summary>A process that plays a role. It is told and answers a line of JSON at a time. Not thread-safe.</summary>
internal sealed class RoleProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    private readonly string _verb;
    private readonly Process _process;

    private RoleProcess(string verb, Process process) => (_verb, _process) = (verb, process);

    public int Pid => _process.Id;

    public static RoleProcess Start(string verb) => new(verb, Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [verb])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        WorkingDirectory = BenchRun.Project,
    })!);

    public Task TellAsync<T>(T what) => _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(what));

    /// <exception cref="InvalidOperationException">It has ended.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task<T> HearAsync<T>(TimeSpan limit)
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        string told = await line.WaitAsync(limit, TimeProvider.System) ?? throw new InvalidOperationException($"The process '{_verb}' has ended, with what it wrote to standard error.");
        return JsonSerializer.Deserialize<T>(told)!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(s_grace, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
