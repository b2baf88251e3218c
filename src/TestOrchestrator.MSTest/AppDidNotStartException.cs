namespace TestOrchestrator.MSTest;

/// <summary>The application of a test class did not start. The message says which resource, how it ended, and its last lines.</summary>
public sealed class AppDidNotStartException : Exception
{
    internal AppDidNotStartException(string className, Exception cause)
        : base($"TO4007: The application of '{className}' did not start. {cause.Message}", cause)
    {
    }
}
