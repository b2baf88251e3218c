namespace TestOrchestrator.Proxy.Matching;

/// <summary>The kinds of parts of a pattern, in the order in which they are tried and shown.</summary>
internal enum PartRank
{
    Method,
    Scheme,
    Host,
    Path,
    Query,
    Header,
    Cookie,
    Parameter,
    Form,
    Without,
    Json,
    WithoutJson,
    Where,
}
