namespace TestOrchestrator.Cli.Output;

/// <summary>The exit codes of <c>orch</c>, documented in <c>eng/docs/cli.md</c>.</summary>
internal static class ExitCodes
{
    /// <summary>What was asked for is so.</summary>
    public const int Done = 0;

    /// <summary>It is not: a process failed, the command line is wrong, or something could not be done. Standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>There is no such group or process.</summary>
    public const int NotFound = 3;

    /// <summary>The machine lacks something (<c>orch doctor</c>).</summary>
    public const int Lacking = 4;

    /// <summary>Ctrl+C.</summary>
    public const int Interrupted = 130;
}
