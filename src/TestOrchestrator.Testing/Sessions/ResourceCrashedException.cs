namespace TestOrchestrator.Testing.Sessions;

/// <summary>A resource of an application ended when it should not have. The message has its exit code and its last lines.</summary>
public sealed class ResourceCrashedException : Exception
{
    internal ResourceCrashedException(string message)
        : base(message)
    {
    }
}
