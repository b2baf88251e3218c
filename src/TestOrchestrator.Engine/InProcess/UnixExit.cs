namespace TestOrchestrator.Engine.InProcess;

/// <summary>The exit codes that a program would have had in a process of its own.</summary>
internal static class UnixExit
{
    /// <summary>An unhandled exception: the runtime aborts, and shells report 128 + SIGABRT.</summary>
    public const int Aborted = 134;
}
