using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>Sessions: list, open, show, suspend, resume, end.</summary>
internal static class SessionResource
{
    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions",
            Operation = "listSessions",
            Summary = "The sessions that have not ended, by name.",
            Answer = new WireList(SessionMapping.Shown),
            Handle = call => ControlAnswer.List(call.Server.Sessions.Select(s => SessionMapping.Show(s, call.Server))),
        },
        new()
        {
            Method = "POST",
            Path = "/sessions",
            Operation = "openSession",
            Summary = "Opens a session; it listens when this is answered.",
            Body = SessionMapping.Shape,
            Status = HttpStatusCode.Created,
            Answer = SessionMapping.Shown,
            HandleAsync = OpenAsync,
        },
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}",
            Operation = "getSession",
            Summary = "A session; 'current' is the one whose port the request came to.",
            Answer = SessionMapping.Shown,
            Handle = call => SessionMapping.Show(call.Session(), call.Server),
        },
        new()
        {
            Method = "DELETE",
            Path = "/sessions/{session}",
            Operation = "endSession",
            Summary = "Ends a session: frees its port, aborts its connections, ends its scopes. Not the one whose port the request came to.",
            Answer = ProblemMapping.EndShown,
            HandleAsync = EndAsync,
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/suspend",
            Operation = "suspendSession",
            Summary = "Stops listening and aborts connections, as a proxy that is down. Not the one whose port the request came to.",
            Status = HttpStatusCode.NoContent,
            HandleAsync = SuspendAsync,
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/resume",
            Operation = "resumeSession",
            Summary = "Listens again, where it did before.",
            Status = HttpStatusCode.NoContent,
            Do = call => call.Session().Resume(),
        },
    ];

    private static async Task<ControlAnswer> OpenAsync(ControlCall call)
    {
        ProxySession session = await call.Server.OpenSessionAsync(SessionMapping.Read(call.Body, call.Session), call.Aborted).ConfigureAwait(false);
        return SessionMapping.Show(session, call.Server);
    }

    private static async Task<ControlAnswer> EndAsync(ControlCall call)
    {
        ProxySession session = Other(call, "ended");
        (ScopeNode Scope, Mock Mock)[] mocks = [.. session.Scopes.Open().SelectMany(s => s.Mocks.All.Select(m => (s, m)))];
        await session.DisposeAsync().ConfigureAwait(false);
        return ProblemMapping.ShowEnd(mocks, session.Root.Problems);
    }

    private static async Task<ControlAnswer> SuspendAsync(ControlCall call)
    {
        await Other(call, "suspended").SuspendAsync().ConfigureAwait(false);
        return ControlAnswer.Empty;
    }

    // The answer could not be sent any more, and the end would wait for it.
    private static ProxySession Other(ControlCall call, string wish)
    {
        ProxySession session = call.Session();
        return session != call.Carrier ? session : throw ControlErrors.CarriesThis(wish, session.Name);
    }
}
