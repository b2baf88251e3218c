namespace TestOrchestrator.Proxy.Matching;

/// <summary>A host that fits a host pattern.</summary>
internal sealed record HostPart(HostPattern Host) : PatternPart
{
    public override int Weight => 8;

    public override string Name => "host";

    public override string Expected => Host.Text;

    public override bool Fits(RequestHead request) => Host.Fits(request.Host, request.Port);

    public override string Seen(RequestHead request) =>
        Host.Port is null ? HostText.InAuthority(request.Host) : $"{HostText.InAuthority(request.Host)}:{request.Port}";
}
