namespace TestOrchestrator.Proxy.Matching;

/// <summary>A query parameter of this name, with this value where one is given. Of several values any may fit.</summary>
internal sealed record QueryPart(string Parameter, string? Value) : PatternPart
{
    public override PartRank Rank => PartRank.Query;

    public override string Name => $"query '{Parameter}'";

    public override string Expected => Parameters.Expected(Value);

    public override Fit Fits(RequestSubject request) => Of(Parameters.Have(request.Head.Query, Parameter, Value));

    public override string Seen(RequestSubject request) => Parameters.Seen(request.Head.Query, Parameter);
}
