namespace TestOrchestrator.Proxy.Upstream;

/// <summary>An origin that could not be reached, or did not answer properly.</summary>
internal sealed class UpstreamException : Exception
{
    public UpstreamException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>Gets the code of a cause that has one of its own.</summary>
    /// <value><see langword="null"/> when it is the origin that failed.</value>
    public string? Code { get; init; }
}
