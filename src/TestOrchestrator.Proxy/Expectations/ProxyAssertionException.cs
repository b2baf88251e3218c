namespace TestOrchestrator.Proxy.Expectations;

/// <summary>Says that the traffic was not what a test asserted; the message shows what it was.</summary>
public sealed class ProxyAssertionException : ProxyException
{
    internal ProxyAssertionException(string code, string message)
        : base(code, message)
    {
    }
}
