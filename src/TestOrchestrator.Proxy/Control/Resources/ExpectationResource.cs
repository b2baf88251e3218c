using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>Waits and assertions. What does not come true is a problem of status 409, with the code and the report of the C# API.</summary>
internal static class ExpectationResource
{
    private static readonly WireMember s_scope = new("scope", WireText.Any, "The id of a scope; the default is the root scope of the session.");
    private static readonly WireMember s_timeout = new("timeout_sec", WireNumber.Seconds, "How long to wait; the default is that of the session.");

    private static readonly WireShape s_wait = new("Wait", "What is waited for.",
    [
        s_scope,
        PatternMapping.Member,
        new("count", WireNumber.Integer(1, int.MaxValue - 1), "How many answered exchanges to wait for; the default is 1."),
        s_timeout,
        new("bodies", ExchangeMapping.Bodies, "Whether bodies are shown, or only their lengths; the default is 'none'."),
    ]);

    private static readonly WireShape s_assert = new("Assert", "What is asserted: how many requests that fit come, until the scope is quiet.",
    [
        s_scope,
        PatternMapping.Member,
        new("expect", WireText.OneOf("once", "none", "count"), "How many.") { IsRequired = true },
        new("count", WireNumber.Count, "How many for 'count'."),
        s_timeout,
        new("quiet_sec", WireNumber.Seconds, "How long nothing may happen; the default is that of the session."),
    ]);

    private static readonly WireShape s_message = new("MessageWait", "Which message of a WebSocket is waited for.",
    [
        s_scope,
        new("predicates", PatternMapping.Shape, "The request that was upgraded to the WebSocket; the default is any."),
        new("message", MessageMapping.Shape, "The message; the default is any, closes and pings included."),
        s_timeout,
    ]);

    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/wait",
            Operation = "wait",
            Summary = "Waits for exchanges that fit and have been answered; those that have been already count. Not in time: 409, TO2401.",
            Body = s_wait,
            Answer = new WireList(ExchangeMapping.Shown),
            HandleAsync = WaitAsync,
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/assert",
            Operation = "assert",
            Summary = "Asserts how many requests that fit come, and waits until no more will. Otherwise: 409, TO2402 to TO2405, TO2614.",
            Body = s_assert,
            Status = HttpStatusCode.NoContent,
            HandleAsync = AssertAsync,
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/messages/wait",
            Operation = "waitForMessage",
            Summary = "Waits for a message of a WebSocket; one that has passed already counts. Not in time: 409, TO2250.",
            Body = s_message,
            Answer = MessageMapping.Shown,
            HandleAsync = WaitForMessageAsync,
        },
    ];

    private static async Task<ControlAnswer> WaitAsync(ControlCall call)
    {
        Func<RequestPattern, RequestPattern> pattern = PatternMapping.Read(call.Body.Object("predicates"));
        IReadOnlyList<RecordedExchange> came = await call.NamedScope().Scope.WaitForAsync(pattern, call.Body.Integer("count") ?? 1, call.Body.Seconds("timeout_sec"), call.Aborted).ConfigureAwait(false);
        return ExchangeMapping.Show(came, call.Body.Text("bodies") == "full");
    }

    private static async Task<ControlAnswer> WaitForMessageAsync(ControlCall call)
    {
        WebSocketMessage passed = await call.NamedScope().Scope.WaitForMessageAsync(
            PatternMapping.Read(call.Body.Object("predicates")), MessageMapping.Read(call.Body.Object("message")), call.Body.Seconds("timeout_sec"), call.Aborted).ConfigureAwait(false);
        return MessageMapping.Show(passed, withContent: true);
    }

    private static async Task<ControlAnswer> AssertAsync(ControlCall call)
    {
        ProxyScope scope = call.NamedScope().Scope;
        Func<RequestPattern, RequestPattern> pattern = PatternMapping.Read(call.Body.Object("predicates"));
        TimeSpan? timeout = call.Body.Seconds("timeout_sec");
        TimeSpan? quiet = call.Body.Seconds("quiet_sec");
        int count = (call.Body.Text("expect"), call.Body.Integer("count")) switch
        {
            ("count", { } given) => given,
            ("count", null) => throw WireErrors.Together(call.Body.Field, "'expect' is 'count', and there is no 'count'.", "Give 'count'."),
            (_, not null) => throw WireErrors.Together(call.Body.Field, "'count' is given, and 'expect' is not 'count'.", "Leave 'count' out, or expect 'count'."),
            ("once", _) => 1,
            _ => 0,
        };
        switch (count)
        {
            case 0:
                await scope.AssertNoneAsync(pattern, timeout, quiet, call.Aborted).ConfigureAwait(false);
                break;
            case 1:
                await scope.AssertOnceAsync(pattern, timeout, quiet, call.Aborted).ConfigureAwait(false);
                break;
            default:
                await AssertCountAsync(scope, pattern, count, timeout, quiet, call.Aborted).ConfigureAwait(false);
                break;
        }

        return ControlAnswer.Empty;
    }

    private static async Task AssertCountAsync(ProxyScope scope, Func<RequestPattern, RequestPattern> pattern, int count, TimeSpan? timeout, TimeSpan? quiet, CancellationToken cancellationToken)
    {
        await scope.WaitForAsync(pattern, count, timeout, cancellationToken).ConfigureAwait(false);
        if (scope.Count(pattern) == count)
        {
            // No request fits this one, so that it waits for quiet alone.
            await scope.AssertNoneAsync(r => r.Where(_ => false, "nothing"), timeout, quiet, cancellationToken).ConfigureAwait(false);
        }

        int came = scope.Count(pattern);
        if (came != count)
        {
            throw ControlErrors.Miscounted(RequestPattern.From(pattern).ToString(), scope.Name, count, came);
        }
    }
}
