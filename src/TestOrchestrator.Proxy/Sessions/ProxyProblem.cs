namespace TestOrchestrator.Proxy.Sessions;

/// <summary>
/// Something that a test should hear of although the proxy went on: an unmatched request, a client that refuses the certificate. Immutable.
/// </summary>
public sealed record ProxyProblem
{
    /// <summary>Gets the code of the cause, <c>TO23xx</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the whole explanation, which begins with the code.</summary>
    public required string Message { get; init; }

    /// <summary>Gets when it was noticed, by the clock of the server.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the name of the scope to which it belongs.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets the number of the exchange that it is about.</summary>
    /// <value><see langword="null"/> when it came about before there was one.</value>
    public long? Exchange { get; init; }

    /// <summary>
    /// Gets a value indicating whether somebody has said that it may happen: <see cref="ProxyScope.IgnoreProblems"/>,
    /// <see cref="ProxySessionOptions.IgnoredProblems"/>.
    /// </summary>
    public bool IsIgnored { get; init; }

    /// <summary>Shows the message.</summary>
    public override string ToString() => Message;
}
