namespace TestOrchestrator.Proxy.Matching;

/// <summary>No parameter of this name in query and form; with a value, none with that value.</summary>
internal sealed record WithoutPart(string Parameter, string? Value) : PatternPart
{
    private readonly ParameterPart _excluded = new(Parameter, Value);

    public override PartRank Rank => PartRank.Without;

    public override string Name => $"parameter '{Parameter}'";

    public override string Expected => Value is null ? "none" : $"not '{Value}'";

    public override Fit Fits(RequestSubject request) => Not(_excluded.Fits(request));

    public override string Seen(RequestSubject request) => _excluded.Seen(request);
}
