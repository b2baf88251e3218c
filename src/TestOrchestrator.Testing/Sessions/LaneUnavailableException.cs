namespace TestOrchestrator.Testing.Sessions;

/// <summary>
/// This machine lacks what the lane needs to run an application. Tests of that application are skipped, with the message as the reason;
/// the first one of a session says what would help.
/// </summary>
public sealed class LaneUnavailableException : Exception
{
    internal LaneUnavailableException(string reason, Exception cause)
        : base(reason, cause)
    {
    }
}
