namespace TestOrchestrator.Proxy.Matching;

/// <summary>http or https.</summary>
internal sealed record SchemePart(string Scheme) : PatternPart
{
    public override int Weight => 1;

    public override string Name => "scheme";

    public override string Expected => Scheme;

    public override bool Fits(RequestHead request) => request.Scheme == Scheme;

    public override string Seen(RequestHead request) => request.Scheme;
}
