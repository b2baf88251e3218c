namespace TestOrchestrator.Proxy.Matching;

/// <summary>
/// A parameter of this name in the query or in a form, with this value where one is given. Of several values any may fit.
/// </summary>
internal sealed record ParameterPart(string Parameter, string? Value) : PatternPart
{
    private readonly QueryPart _query = new(Parameter, Value);
    private readonly FormPart _form = new(Parameter, Value);

    public override PartRank Rank => PartRank.Parameter;

    public override string Name => $"parameter '{Parameter}'";

    public override string Expected => Parameters.Expected(Value);

    public override Fit Fits(RequestSubject request) => _query.Fits(request) == Fit.Yes ? Fit.Yes : _form.Fits(request);

    public override string Seen(RequestSubject request) => Parameters.Seen([.. request.Head.Query, .. request.Body?.Form ?? []], Parameter);
}
