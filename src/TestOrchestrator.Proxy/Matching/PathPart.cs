namespace TestOrchestrator.Proxy.Matching;

/// <summary>A path that fits a path pattern.</summary>
internal sealed record PathPart(PathPattern Path) : PatternPart
{
    public override int Weight => 4;

    public override PartRank Rank => PartRank.Path;

    public override string Name => "path";

    public override string Expected => Path.Text;

    public override Fit Fits(RequestSubject request) => Of(Path.Fits(request.Head.Path));

    public override string Seen(RequestSubject request) => request.Head.Path;
}
