namespace TestOrchestrator.Engine.Processes;

/// <summary>How something that ran has ended.</summary>
public sealed record ProcessExit
{
    private static readonly Dictionary<int, string> s_signals = new() { [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [6] = "SIGABRT", [9] = "SIGKILL", [11] = "SIGSEGV", [15] = "SIGTERM" };

    /// <summary>Gets the exit code.</summary>
    /// <value>Null if a signal ended it, or if nobody could tell.</value>
    public int? ExitCode { get; init; }

    /// <summary>Gets the number of the signal that ended it.</summary>
    /// <value>Null if it ended by itself.</value>
    public int? Signal { get; init; }

    /// <summary>Gets whether it ended by itself with the exit code 0.</summary>
    public bool IsSuccess => ExitCode == 0;

    /// <summary>Returns how it ended as the end of a sentence, such as <c>exited with code 3</c>.</summary>
    public override string ToString() => (ExitCode, Signal) switch
    {
        ({ } code, _) => $"exited with code {code}",
        (_, { } signal) => $"was ended by {s_signals.GetValueOrDefault(signal, $"signal {signal}")}",
        _ => "ended in a way that nobody saw",
    };
}
