namespace TestOrchestrator.Proxy.Matching;

/// <summary>Whether a request fits.</summary>
internal enum Fit
{
    No,

    /// <summary>It depends on the body, which is not there yet.</summary>
    Open,
    Yes,
}
