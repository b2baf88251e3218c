namespace TestOrchestrator.Proxy.Matching;

/// <summary>Shows patterns: <c>POST https://payments.example.com/charges?sku=*, header 'X-Id': '7'</c>.</summary>
internal static class PatternText
{
    public static string Of(RequestPattern pattern)
    {
        MethodPart? method = pattern.Parts.OfType<MethodPart>().FirstOrDefault();
        SchemePart? scheme = pattern.Parts.OfType<SchemePart>().FirstOrDefault();
        string query = string.Join('&', pattern.Parts.OfType<QueryPart>().Select(q => $"{q.Parameter}={q.Value ?? "*"}"));
        string url = $"{(scheme is null ? "" : $"{scheme.Scheme}://")}{Host(pattern, scheme)}{Path(pattern)}{(query.Length == 0 ? "" : $"?{query}")}";
        string more = string.Concat(pattern.Parts.Where(p => p.Rank > PartRank.Query).Select(p => $", {p.Name}: {p.Expected}"));
        return $"{method?.Expected ?? "ANY"} {url}{more}";
    }

    private static string Host(RequestPattern pattern, SchemePart? scheme)
    {
        int? implied = scheme?.Scheme switch { "https" => 443, "http" => 80, _ => null };
        HostPattern? host = pattern.Parts.OfType<HostPart>().FirstOrDefault()?.Host;
        return host is null ? "*" : implied is not null && host.Port == implied ? host.Text[..host.Text.LastIndexOf(':')] : host.Text;
    }

    private static string Path(RequestPattern pattern)
    {
        string? text = pattern.Parts.OfType<PathPart>().FirstOrDefault()?.Path.Text;
        return text is null ? "/**" : text.StartsWith('/') ? text : $" {text}";
    }
}
