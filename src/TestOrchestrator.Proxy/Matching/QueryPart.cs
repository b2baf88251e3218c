namespace TestOrchestrator.Proxy.Matching;

/// <summary>A query parameter of this name, with this value where one is given. Of several values any may fit.</summary>
internal sealed record QueryPart(string Parameter, string? Value) : PatternPart
{
    public override int Weight => 1;

    public override string Name => $"query '{Parameter}'";

    public override string Expected => Value is null ? "any value" : $"'{Value}'";

    public override bool Fits(RequestHead request)
    {
        foreach (KeyValuePair<string, string> parameter in request.Query)
        {
            if (parameter.Key == Parameter && (Value is null || parameter.Value == Value))
            {
                return true;
            }
        }

        return false;
    }

    public override string Seen(RequestHead request)
    {
        string[] values = [.. request.Query.Where(p => p.Key == Parameter).Select(p => $"'{p.Value}'")];
        return values.Length == 0 ? "nothing" : string.Join(", ", values);
    }
}
