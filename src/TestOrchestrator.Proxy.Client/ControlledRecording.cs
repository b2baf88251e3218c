using TestOrchestrator.Proxy.Client.Http;
using TestOrchestrator.Proxy.Client.Reports;

namespace TestOrchestrator.Proxy.Client;

/// <summary>A recording that a proxy in another process uses, until it is committed or disposed, or its scope ends. Thread-safe.</summary>
/// <remarks>Nothing is written but by <see cref="CommitAsync"/>; disposing it without discards what was recorded.</remarks>
public sealed class ControlledRecording : IAsyncDisposable
{
    private readonly ControlHttp _http;
    private readonly string _path;
    private int _hasEnded;

    internal ControlledRecording(ControlHttp http, string session, RecordingReport used)
    {
        _http = http;
        Used = used;
        _path = $"{session}/recordings/{Uri.EscapeDataString(used.Id)}";
    }

    /// <summary>Gets what it was when it began: the file, the mode, when it was recorded.</summary>
    public RecordingReport Used { get; }

    /// <summary>Shows it, with how many requests it answered and missed.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<RecordingReport> GetAsync(CancellationToken cancellationToken = default) => _http.GetAsync(_path, WireContext.Default.RecordingReport, cancellationToken);

    /// <summary>
    /// Writes what was recorded, whole or not at all, and ends the recording; also after its scope has ended. When nothing is new nothing
    /// is written.
    /// </summary>
    /// <param name="cancellationToken">Ends the writing; the file is then as it was.</param>
    /// <returns>What it did; with <see cref="RecordingReport.Har"/> when there is no file.</returns>
    /// <exception cref="ProxyControlException">
    /// TO2605: it has ended already. TO2645: not all of a body was kept. TO2473: the file cannot be written.
    /// </exception>
    public Task<RecordingReport> CommitAsync(CancellationToken cancellationToken = default)
    {
        Volatile.Write(ref _hasEnded, 1);
        return _http.PostAsync($"{_path}/commit", WireContext.Default.RecordingReport, cancellationToken);
    }

    /// <summary>Ends the recording; unless it was committed, nothing is written. Safe to call more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
        {
            await _http.DeleteAsync(_path, WireContext.Default.RecordingReport, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
