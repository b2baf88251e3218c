namespace TestOrchestrator.Engine.Definitions;

/// <summary>The signal that asks a program to end. The numbers are Linux's.</summary>
public enum StopSignal
{
    /// <summary>SIGHUP.</summary>
    Hangup = 1,

    /// <summary>SIGINT, as Ctrl+C.</summary>
    Interrupt = 2,

    /// <summary>SIGQUIT: for nginx, when the requests that it serves have ended.</summary>
    Quit = 3,

    /// <summary>SIGKILL: at once.</summary>
    Kill = 9,

    /// <summary>SIGUSR1.</summary>
    User1 = 10,

    /// <summary>SIGUSR2.</summary>
    User2 = 12,

    /// <summary>SIGTERM, the usual request.</summary>
    Terminate = 15,

    /// <summary>SIGWINCH: for Apache, when the requests that it serves have ended.</summary>
    WindowChange = 28,
}
