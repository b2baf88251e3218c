namespace TestOrchestrator.Proxy.Matching;

/// <summary>http or https.</summary>
internal sealed record SchemePart(string Scheme) : PatternPart
{
    public override PartRank Rank => PartRank.Scheme;

    public override string Name => "scheme";

    public override string Expected => Scheme;

    public override Fit Fits(RequestSubject request) => Of(request.Head.Scheme == Scheme);

    public override string Seen(RequestSubject request) => request.Head.Scheme;
}
