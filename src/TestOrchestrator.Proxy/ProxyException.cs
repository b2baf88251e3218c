namespace TestOrchestrator.Proxy;

/// <summary>Says what the proxy was asked to do and cannot; the message begins with the code.</summary>
public class ProxyException : Exception
{
    internal ProxyException(string code, string message, Exception? cause = null)
        : base($"{code}: {message}", cause) => Code = code;

    /// <summary>Gets the code of the cause, <c>TO2xxx</c>: the same cause has the same code in every version.</summary>
    public string Code { get; }
}
