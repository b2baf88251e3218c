namespace TestOrchestrator.Proxy.Matching;

/// <summary>One thing that a pattern asks of a request. Immutable.</summary>
internal abstract record PatternPart
{
    /// <summary>
    /// Gets its place among the parts of a pattern, the cheapest to try first. Only what has parameters of its own may come several times.
    /// </summary>
    public abstract PartRank Rank { get; }

    /// <summary>
    /// Gets how far from the pattern a request is that does not fit this part: a wrong host is further away than a wrong method.
    /// </summary>
    public virtual int Weight => 1;

    /// <summary>Gets a value indicating whether it counts towards the score of a mock: a parameter, or a value of the JSON.</summary>
    public bool IsScored => Rank is PartRank.Query or PartRank.Parameter or PartRank.Form or PartRank.Json;

    public abstract string Name { get; }

    public abstract string Expected { get; }

    public abstract Fit Fits(RequestSubject request);

    public abstract string Seen(RequestSubject request);

    protected static Fit Of(bool fits) => fits ? Fit.Yes : Fit.No;

    protected static Fit Not(Fit fit) => fit switch
    {
        Fit.Yes => Fit.No,
        Fit.Open => Fit.Open,
        Fit.No or _ => Fit.Yes,
    };
}
