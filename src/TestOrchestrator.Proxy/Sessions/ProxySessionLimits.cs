using TestOrchestrator.Proxy.Waiting;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>How much a session keeps, and how long it waits. Immutable.</summary>
public sealed record ProxySessionLimits
{
    /// <summary>Gets how many bytes of one body are kept.</summary>
    /// <value>The default is 1 MB (1,048,576). Longer bodies pass unhindered; only their beginning is kept.</value>
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Gets how many bytes of all bodies together are kept.</summary>
    /// <value>The default is 64 MB (67,108,864). When more come, the oldest bodies are dropped.</value>
    public long MaxSessionBodyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Gets how many exchanges are kept.</summary>
    /// <value>The default is 20,000. When more come, the oldest are forgotten; counts and assertions no longer see them.</value>
    public int MaxExchanges { get; init; } = 20_000;

    /// <summary>Gets how many messages of WebSockets are kept.</summary>
    /// <value>
    /// The default is 100,000, of all WebSockets of the session together. When more come, the oldest are forgotten; their payloads count as
    /// bodies.
    /// </value>
    public int MaxMessages { get; init; } = 100_000;

    /// <summary>Gets how long waits and assertions wait when they are not told.</summary>
    /// <value>The default is 30 seconds. A wait ends as soon as what it waits for has come.</value>
    public TimeSpan WaitTimeout { get; init; } = Wait.DefaultTimeout;

    /// <summary>Gets how long nothing may happen before an assertion takes it that nothing more will.</summary>
    /// <value>The default is 200 milliseconds.</value>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Gets how long a client may be silent after CONNECT before the server is asked whether it speaks first (SMTP, MySQL), which makes a
    /// tunnel.
    /// </summary>
    /// <value>
    /// The default is 300 milliseconds. On port 443, and where a tunnel would be refused anyway, a client may take 10 seconds, and the
    /// server is not asked.
    /// </value>
    public TimeSpan ServerFirst { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Lists what is wrong, as full sentences; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (MaxBodyBytes < 0)
        {
            yield return $"{nameof(MaxBodyBytes)} is {MaxBodyBytes}; it is at least 0, which keeps no bodies.";
        }

        if (MaxSessionBodyBytes < 0)
        {
            yield return $"{nameof(MaxSessionBodyBytes)} is {MaxSessionBodyBytes}; it is at least 0, which keeps no bodies.";
        }

        if (MaxExchanges < 1)
        {
            yield return $"{nameof(MaxExchanges)} is {MaxExchanges}; at least 1 exchange is kept.";
        }

        if (MaxMessages < 0)
        {
            yield return $"{nameof(MaxMessages)} is {MaxMessages}; it is at least 0, which keeps none.";
        }

        if (WaitTimeout < TimeSpan.Zero && WaitTimeout != Timeout.InfiniteTimeSpan)
        {
            yield return $"{nameof(WaitTimeout)} is {WaitTimeout}; it is not negative, or Timeout.InfiniteTimeSpan.";
        }

        if (Quiet < TimeSpan.Zero)
        {
            yield return $"{nameof(Quiet)} is {Quiet}; it is not negative.";
        }

        if (ServerFirst <= TimeSpan.Zero)
        {
            yield return $"{nameof(ServerFirst)} is {ServerFirst}; it is more than 0, or every client would be taken for a silent one.";
        }
    }
}
