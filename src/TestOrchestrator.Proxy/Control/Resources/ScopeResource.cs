using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using TestOrchestrator.Proxy.Control.Holdings;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>Scopes within a session: list, open, show, end.</summary>
internal static class ScopeResource
{
    private const int TraceIdLength = 32;

    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/scopes",
            Operation = "listScopes",
            Summary = "The scopes that have not ended, outer before inner.",
            Answer = new WireList(SessionMapping.ScopeShown),
            Handle = call => ControlAnswer.List(call.Session().Scopes.Open().Select(s => SessionMapping.Show(s))),
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/scopes",
            Operation = "openScope",
            Summary = "Opens a scope.",
            Body = SessionMapping.ScopeShape,
            Status = HttpStatusCode.Created,
            Answer = SessionMapping.ScopeShown,
            Handle = Open,
        },
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/scopes/{scope}",
            Operation = "getScope",
            Summary = "A scope.",
            Answer = SessionMapping.ScopeShown,
            Handle = call => SessionMapping.Show(call.Scope().Node),
        },
        new()
        {
            Method = "DELETE",
            Path = "/sessions/{session}/scopes/{scope}",
            Operation = "endScope",
            Summary = "Ends a scope and those within it. The root scope ends with its session.",
            Answer = ProblemMapping.EndShown,
            HandleAsync = EndAsync,
        },
    ];

    private static ControlAnswer Open(ControlCall call)
    {
        ProxySession session = call.Session();
        string name = call.Body.Text("name")!;
        if (string.IsNullOrWhiteSpace(name))
        {
            throw WireErrors.Together(call.Body.FieldOf("name"), "The name of a scope is empty.", "Give the name of the test.");
        }

        ScopeNode parent = call.Body.Text("parent") is { } id ? Identity.Find("scope", id, session.Scopes.Open()) : session.Scopes.Root;
        return SessionMapping.Show(new ProxyScope(session, parent).OpenScope(name, Trace(call.Body)).Node);
    }

    private static async Task<ControlAnswer> EndAsync(ControlCall call)
    {
        ControlScope scope = call.Scope();
        if (scope.Node.Parent is null)
        {
            throw WireErrors.Together("", "The root scope cannot end by itself.", "DELETE the session.");
        }

        (ScopeNode Scope, Mock Mock)[] mocks = [.. Lookup.OpenWithin(scope).SelectMany(s => s.Node.Mocks.All.Select(m => (s.Node, m)))];
        await scope.Scope.DisposeAsync().ConfigureAwait(false);
        SessionHoldings.Of(scope.Session).Release(g => scope.Node.Sees(g.Scope));
        return ProblemMapping.ShowEnd(mocks, scope.Scope.Problems);
    }

    private static ActivityTraceId? Trace(WireObject said) => said.Text("trace_id") switch
    {
        null => null,
        { Length: TraceIdLength } text when text.All(char.IsAsciiHexDigitLower) && text.Any(c => c != '0') => ActivityTraceId.CreateFromString(text),
        { } text => throw WireErrors.Together(said.FieldOf("trace_id"), $"'{text}' is not a trace id.", "Give 32 lower-case hexadecimal digits that are not all 0."),
    };
}
