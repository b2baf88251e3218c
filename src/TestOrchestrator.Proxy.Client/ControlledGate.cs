using TestOrchestrator.Proxy.Client.Http;
using TestOrchestrator.Proxy.Client.Reports;

namespace TestOrchestrator.Proxy.Client;

/// <summary>
/// A gate of a proxy in another process: answers of mocks whose <see cref="Definitions.ResponseDefinition.HeldBy"/> names it are held until
/// it is opened. Thread-safe.
/// </summary>
/// <remarks>Disposing it opens it, and the server forgets it.</remarks>
public sealed class ControlledGate : IAsyncDisposable
{
    private readonly ControlHttp _http;
    private readonly string _path;
    private int _isRemoved;

    internal ControlledGate(ControlHttp http, string session, string id)
    {
        _http = http;
        Id = id;
        _path = $"{session}/gates/{Uri.EscapeDataString(id)}";
    }

    /// <summary>Gets the id.</summary>
    public string Id { get; }

    /// <summary>Shows it, with how many answers it holds.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<GateReport> GetAsync(CancellationToken cancellationToken = default) => _http.GetAsync(_path, WireContext.Default.GateReport, cancellationToken);

    /// <summary>Lets go what is held, and holds nothing from now on.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task OpenAsync(CancellationToken cancellationToken = default) => _http.PostAsync($"{_path}/open", cancellationToken);

    /// <summary>Waits until a number of answers are held at the same time.</summary>
    /// <param name="count">At least 1.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> is 30 seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProxyControlException">TO2406: fewer were held in time.</exception>
    public Task WaitForHeldAsync(int count = 1, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _http.PostAsync($"{_path}/wait", new GateWaitRequest(count, timeout?.TotalSeconds), WireContext.Default.GateWaitRequest, WireContext.Default.GateReport, cancellationToken);

    /// <summary>Opens the gate, and lets the server forget it. Safe to call more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isRemoved, 1) == 0)
        {
            await _http.DeleteAsync(_path, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
