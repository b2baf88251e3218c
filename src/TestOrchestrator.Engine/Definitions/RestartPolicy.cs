namespace TestOrchestrator.Engine.Definitions;

/// <summary>Whether a program that has ended by itself is started again.</summary>
public enum RestartPolicy
{
    /// <summary>Never: in a test, a program that dies is a failure.</summary>
    Never,

    /// <summary>If it ended with another exit code than 0, or by a signal.</summary>
    OnFailure,

    /// <summary>However it ended.</summary>
    Always,
}
