namespace TestOrchestrator.Proxy.Matching;

/// <summary>A field of a form with this name, with this value where one is given. Of several values any may fit.</summary>
internal sealed record FormPart(string Parameter, string? Value) : PatternPart
{
    public override PartRank Rank => PartRank.Form;

    public override string Name => $"form field '{Parameter}'";

    public override string Expected => Parameters.Expected(Value);

    public override Fit Fits(RequestSubject request) =>
        FormType.Of(request.Head.Headers) == FormKind.None ? Fit.No
        : request.Body is { } body ? Of(Parameters.Have(body.Form, Parameter, Value))
        : Fit.Open;

    public override string Seen(RequestSubject request) =>
        FormType.Of(request.Head.Headers) == FormKind.None ? "no form" : Parameters.Seen(request.Body?.Form ?? [], Parameter);
}
