namespace TestOrchestrator.Proxy.Recordings;

/// <summary>What is done with a request that is not in the recording. Each is a problem, TO2350, except those that are forwarded.</summary>
public enum ReplayMiss
{
    /// <summary>Answered with 502, the header <c>X-TestOrchestrator: replay-miss</c>, and what in the recording came nearest.</summary>
    Fail,

    /// <summary>Sent to its origin, as far as the session lets it through.</summary>
    Forward,

    /// <summary>
    /// As <see cref="Forward"/>, and added to the file; where <see cref="RecordingOptions.NeverRecord"/> holds, not added.
    /// </summary>
    ForwardAndRecord,

    /// <summary>Its connection is reset.</summary>
    Reset,

    /// <summary>As <see cref="Fail"/>, with the status of <see cref="RecordingOptions.MissStatus"/>.</summary>
    Status,
}
