using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Mocks as they are written and shown.</summary>
internal static class MockMapping
{
    // What a mock was written as, to be shown again; those that a program has made in other ways have none.
    private static readonly ConditionalWeakTable<Mock, JsonNode> s_written = [];

    private static readonly WireShape s_calls = new("ApplicableForRequests", "Which of the requests that fit are meant, counted from 0 for this mock, whoever answers them.",
    [
        new("before_index", WireNumber.Count, "Those with a lower index."),
        new("after_index", WireNumber.Count, "Those with a higher index; with before_index, those between the two."),
        new("with_index", new WireList(WireNumber.Count), "Those with one of these indexes, in addition."),
    ]);

    private static readonly WireShape s_predicates = new("MockPredicates", "Which requests a mock is for: those that fit all that is said.",
    [
        .. PatternMapping.Members,
        new("applicable_for_requests", s_calls, "Which of them; the default is all."),
    ]);

    /// <summary>Gets what a mock is written as.</summary>
    public static WireShape Shape { get; } = new("NewMock", "A mock for the requests that fit.",
    [
        new("scope", WireText.Any, "The id of the scope that it belongs to; the default is the root scope of the session."),
        new("predicates", s_predicates, "Which requests are meant; the default is all."),
        new("priority", WireNumber.Integer(int.MinValue, int.MaxValue), "The highest goes first; the default is 0."),
        new("match", WireText.OneOf("all", "best_effort"), "Whether all parameters and values of the JSON must fit, which is the default, or one of them will do."),
        new("must_be_called", WireEither.Of((JsonValueKind.True, WireFlag.Any), (JsonValueKind.False, WireFlag.Any), (JsonValueKind.Number, WireNumber.Count)), "true: at least once until its scope ends, else it is a problem; a number: exactly as often. The default is false."),
        new("request", ModificationMapping.RequestShape, "How the request is changed before it goes to its origin."),
        new("response", ResponseMapping.Shape, "What is answered."),
        new("responses", new WireList(ResponseMapping.Shape), "Instead of 'response': the first request gets the first of them, the second the second; the last one repeats."),
    ]);

    /// <summary>Gets what a mock is shown as.</summary>
    public static WireShape Shown { get; } = new("Mock", "A mock that is in effect.",
    [
        new("id", WireText.Any, "Its id.") { IsRequired = true },
        new("scope", WireText.Any, "The id of its scope.") { IsRequired = true },
        new("pattern", WireText.Any, "Its predicates, for people.") { IsRequired = true },
        new("priority", WireNumber.Integer(int.MinValue, int.MaxValue), "As it was given.") { IsRequired = true },
        new("calls", WireNumber.Count, "How many requests it has taken on.") { IsRequired = true },
        new("requests", WireNumber.Count, "How many requests fitted its predicates, whoever answered them.") { IsRequired = true },
        new("expected", WireText.Any, "How often it is to be called until its scope ends; left out when it does not matter."),
        new("definition", WireAny.Json, "What it was written as; left out when it was not made here."),
    ]);

    /// <summary>Adds a mock; <paramref name="gates"/> finds a gate by its id.</summary>
    /// <exception cref="ControlException">It cannot be what it is written as.</exception>
    public static Mock Add(ProxyScope scope, WireObject said, Func<string, ResponseGate> gates)
    {
        WireObject? predicates = said.Object("predicates");
        MockSetup setup = scope.When(PatternMapping.Read(predicates)).Priority(said.Integer("priority") ?? 0);
        setup = predicates?.Object("applicable_for_requests") is { } calls ? WireObject.At(calls.Field, calls.Element, () => WithCalls(setup, calls)) : setup;
        setup = said.Text("match") == "best_effort" ? setup.BestEffort() : setup;
        setup = said.Json("must_be_called") switch
        {
            { ValueKind: JsonValueKind.True } => setup.MustBeCalled(),
            { ValueKind: JsonValueKind.Number } times => setup.MustBeCalled(times.GetInt32()),
            _ => setup,
        };
        Mock mock = Respond(setup, said, gates);
        s_written.Add(mock, JsonNode.Parse(said.Element.GetRawText())!);
        return mock;
    }

    public static JsonObject Show(ScopeNode scope, Mock mock)
    {
        JsonObject shown = new()
        {
            ["id"] = Identity.Of(mock),
            ["scope"] = Identity.Of(scope),
            ["pattern"] = mock.Pattern.ToString(),
            ["priority"] = mock.Traits.Priority,
            ["calls"] = mock.Calls,
            ["requests"] = mock.Requests,
        };
        if (mock.Traits.Expected is { } expected)
        {
            shown["expected"] = expected.ToString();
        }

        if (s_written.TryGetValue(mock, out JsonNode? written))
        {
            shown["definition"] = written.DeepClone();
        }

        return shown;
    }

    private static Mock Respond(MockSetup setup, WireObject said, Func<string, ResponseGate> gates)
    {
        WireObject[] inOrder = [.. said.Objects("responses")];
        if (said.Has("responses") && (said.Has("response") || said.Has("request") || inOrder.Length == 0))
        {
            throw WireErrors.Together(said.Field, inOrder.Length == 0 ? "'responses' is empty." : "A mock has 'responses' and also 'response' or 'request'.", "Give one of them.");
        }

        if (inOrder.Length > 0)
        {
            return setup.RespondInOrder([.. inOrder.Select(r => Whole(r, gates))]);
        }

        WireObject? request = said.Object("request");
        WireObject? response = said.Object("response");
        bool isWhole = response is { } answer && ResponseMapping.IsWhole(answer);
        return (request, response) switch
        {
            (null, null) => throw WireErrors.Together(said.Field, "A mock has neither 'response' nor 'request'.", "Give what is answered, or what is changed."),
            (not null, _) when isWhole => throw WireErrors.Together(said.Field, "A mock changes the request and answers it without the origin, which would never see the change.", "Leave 'request' out, or give 'modifications' in 'response'."),
            (_, { } whole) when isWhole => WireObject.At(whole.Field, null, () => setup.Respond(ResponseMapping.Read(whole, gates))),
            _ => WireObject.At(said.FieldOf(response is null ? "request" : "response"), null, () => setup.Modify(ModificationMapping.ReadRequest(request), ModificationMapping.ReadResponse(response))),
        };
    }

    private static Func<MockResponse, MockResponse> Whole(WireObject response, Func<string, ResponseGate> gates) => ResponseMapping.IsWhole(response)
        ? ResponseMapping.Read(response, gates)
        : throw WireErrors.Together(response.Field, "Of several responses one is to change the real one.", "Give 'text', 'json', 'base64', 'file', 'template' or 'status'.");

    private static MockSetup WithCalls(MockSetup setup, WireObject calls)
    {
        // The numbers of calls begin at 1, the indexes at 0. Both bounds at once, since one alone may leave nothing.
        setup = calls.Json("with_index") is { ValueKind: JsonValueKind.Array } list ? setup.Call([.. list.EnumerateArray().Select(i => i.GetInt32() + 1)]) : setup;
        setup = calls.Integer("before_index") is { } before ? setup.BeforeCall(before + 1) : setup;
        return calls.Integer("after_index") is { } after ? setup.AfterCall(after + 1) : setup;
    }
}
