namespace TestOrchestrator.Proxy.Matching;

/// <summary>A host that fits a host pattern.</summary>
internal sealed record HostPart(HostPattern Host) : PatternPart
{
    public override int Weight => 8;

    public override PartRank Rank => PartRank.Host;

    public override string Name => "host";

    public override string Expected => Host.Text;

    public override Fit Fits(RequestSubject request) => Of(Host.Fits(request.Head.Host, request.Head.Port));

    public override string Seen(RequestSubject request) =>
        Host.Port is null ? HostText.InAuthority(request.Head.Host) : $"{HostText.InAuthority(request.Head.Host)}:{request.Head.Port}";
}
