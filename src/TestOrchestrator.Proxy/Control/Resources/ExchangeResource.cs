using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>What went through: list, find, show.</summary>
internal static class ExchangeResource
{
    private static readonly QueryParameter s_bodies = new("bodies", ExchangeMapping.Bodies, "Whether bodies are shown, or only their lengths; the default is 'none'.");

    private static readonly WireShape s_find = new("Find", "Which exchanges are asked for.",
    [
        new("scope", WireText.Any, "The id of a scope; the default is the root scope of the session."),
        PatternMapping.Member,
        new("bodies", ExchangeMapping.Bodies, "Whether bodies are shown, or only their lengths; the default is 'none'."),
    ]);

    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/exchanges",
            Operation = "listExchanges",
            Summary = "What went through, in the order in which requests came, as it is known now.",
            Query =
            [
                Lookup.ScopeParameter,
                new("host", WireText.Any, "As the predicate."),
                new("command", WireText.Any, "As the predicate."),
                new("method", WireText.Any, "As the predicate."),
                new("after", WireNumber.Integer(0, long.MaxValue), "Only exchanges with a higher number."),
                new("limit", WireNumber.Count, "Only as many, the first of them."),
                s_bodies,
            ],
            Answer = new WireList(ExchangeMapping.Shown),
            Handle = List,
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/exchanges/find",
            Operation = "findExchanges",
            Summary = "What went through and fits predicates, as it is known now.",
            Body = s_find,
            Answer = new WireList(ExchangeMapping.Shown),
            Handle = call => ExchangeMapping.Show(call.NamedScope().Scope.Find(PatternMapping.Read(call.Body.Object("predicates"))), call.Body.Text("bodies") == "full"),
        },
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/exchanges/{number}",
            Operation = "getExchange",
            Summary = "An exchange, with its bodies.",
            Answer = ExchangeMapping.Shown,
            Handle = Get,
        },
    ];

    private static ControlAnswer List(ControlCall call)
    {
        IEnumerable<RecordedExchange> found = call.QueriedScope().Scope.Find(Pattern(call));
        found = call.Number("after") is { } after ? found.Where(e => e.Number > after) : found;
        found = call.Number("limit") is { } limit ? found.Take((int)limit) : found;
        return ExchangeMapping.Show(found, call.Text("bodies") == "full");
    }

    private static Func<RequestPattern, RequestPattern> Pattern(ControlCall call) => pattern =>
    {
        pattern = call.Text("host") is { } host ? pattern.Host(host) : pattern;
        pattern = call.Text("command") is { } command ? pattern.Path(command) : pattern;
        return call.Text("method") is { } method ? pattern.Method(method) : pattern;
    };

    private static ControlAnswer Get(ControlCall call)
    {
        string number = call.Path["number"];
        RecordedExchange? found = call.Session().Root.Exchanges.FirstOrDefault(e => e.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == number);
        JsonObject shown = ExchangeMapping.Show(found ?? throw ControlErrors.NoSuch("exchange", number, []), withBodies: true);
        return shown;
    }
}
