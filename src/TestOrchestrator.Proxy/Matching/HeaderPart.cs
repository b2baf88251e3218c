namespace TestOrchestrator.Proxy.Matching;

/// <summary>A header of this name, with this value where one is given. Of several lines any may fit.</summary>
internal sealed record HeaderPart(string Header, string? Value) : PatternPart
{
    public override PartRank Rank => PartRank.Header;

    public override string Name => $"header '{Header}'";

    public override string Expected => Parameters.Expected(Value);

    public override Fit Fits(RequestSubject request)
    {
        foreach (KeyValuePair<string, string> header in request.Head.Headers)
        {
            if (header.Key.Equals(Header, StringComparison.OrdinalIgnoreCase) && (Value is null || header.Value == Value))
            {
                return Fit.Yes;
            }
        }

        return Fit.No;
    }

    public override string Seen(RequestSubject request)
    {
        IReadOnlyList<string> values = request.Head.Headers.GetValues(Header);
        return values.Count == 0 ? "nothing" : string.Join(", ", values.Select(v => $"'{v}'"));
    }
}
