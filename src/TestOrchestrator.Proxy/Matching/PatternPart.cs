namespace TestOrchestrator.Proxy.Matching;

/// <summary>One thing that a pattern asks of a request. Immutable.</summary>
internal abstract record PatternPart
{
    /// <summary>Gets how far from the pattern a request is that does not fit this part: a wrong host is further away than a wrong method.</summary>
    public abstract int Weight { get; }

    public abstract string Name { get; }

    public abstract string Expected { get; }

    public abstract bool Fits(RequestHead request);

    public abstract string Seen(RequestHead request);
}
