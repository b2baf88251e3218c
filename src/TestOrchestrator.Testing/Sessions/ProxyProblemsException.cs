namespace TestOrchestrator.Testing.Sessions;

/// <summary>
/// A test passed, and a proxy of its application has problems: a request that nothing answered, a mock that was not called as expected.
/// </summary>
public sealed class ProxyProblemsException : Exception
{
    internal ProxyProblemsException(string message)
        : base(message)
    {
    }
}
