namespace TestOrchestrator.Proxy.Matching;

/// <summary>A path that fits a path pattern.</summary>
internal sealed record PathPart(PathPattern Path) : PatternPart
{
    public override int Weight => 4;

    public override string Name => "path";

    public override string Expected => Path.Text;

    public override bool Fits(RequestHead request) => Path.Fits(request.Path);

    public override string Seen(RequestHead request) => request.Path;
}
