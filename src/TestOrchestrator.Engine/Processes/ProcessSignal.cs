namespace TestOrchestrator.Engine.Processes;

/// <summary>A signal that ends a process. The numbers are the same on every Unix.</summary>
public enum ProcessSignal
{
    /// <summary>SIGHUP.</summary>
    Hangup = 1,

    /// <summary>SIGINT: for Postgres, a fast shutdown.</summary>
    Interrupt = 2,

    /// <summary>SIGQUIT: for Postgres, an immediate shutdown.</summary>
    Quit = 3,

    /// <summary>SIGKILL: cannot be refused.</summary>
    Kill = 9,

    /// <summary>SIGUSR1.</summary>
    User1 = 10,

    /// <summary>SIGUSR2.</summary>
    User2 = 12,

    /// <summary>SIGTERM: the usual request to end.</summary>
    Terminate = 15,

    /// <summary>SIGWINCH.</summary>
    WindowChange = 28,
}
