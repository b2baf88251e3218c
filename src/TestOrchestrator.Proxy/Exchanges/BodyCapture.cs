namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>How much of a body was kept.</summary>
public enum BodyCapture
{
    /// <summary>All that has passed.</summary>
    Whole,

    /// <summary>The beginning: the body is longer than the session keeps of one body.</summary>
    Truncated,

    /// <summary>Nothing: it was dropped, because the session keeps only so many bytes and newer bodies came.</summary>
    Dropped,
}
