using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>Mocks: add, list with their calls, show, remove.</summary>
internal static class MockResource
{
    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/mocks",
            Operation = "listMocks",
            Summary = "The mocks of a scope and of those within it, with their calls.",
            Query = [Lookup.ScopeParameter],
            Answer = new WireList(MockMapping.Shown),
            Handle = call => ControlAnswer.List(Mocks(call.QueriedScope()).Select(m => MockMapping.Show(m.Scope, m.Mock))),
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/mocks",
            Operation = "addMock",
            Summary = "Adds a mock; it is in effect when this is answered.",
            Body = MockMapping.Shape,
            Status = HttpStatusCode.Created,
            Answer = MockMapping.Shown,
            Handle = Add,
        },
        new()
        {
            Method = "DELETE",
            Path = "/sessions/{session}/mocks",
            Operation = "removeMocks",
            Summary = "Removes all mocks of a scope and of those within it.",
            Query = [Lookup.ScopeParameter],
            Status = HttpStatusCode.NoContent,
            Do = call =>
            {
                foreach ((_, Mock mock) in Mocks(call.QueriedScope()).ToArray())
                {
                    mock.Remove();
                }
            },
        },
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/mocks/{mock}",
            Operation = "getMock",
            Summary = "A mock, with its calls.",
            Answer = MockMapping.Shown,
            Handle = call =>
            {
                (ScopeNode scope, Mock mock) = Find(call);
                return MockMapping.Show(scope, mock);
            },
        },
        new()
        {
            Method = "DELETE",
            Path = "/sessions/{session}/mocks/{mock}",
            Operation = "removeMock",
            Summary = "Removes a mock; requests that it has taken on are still answered by it.",
            Status = HttpStatusCode.NoContent,
            Do = call => Find(call).Mock.Remove(),
        },
    ];

    private static ControlAnswer Add(ControlCall call)
    {
        ControlScope scope = call.NamedScope();
        return MockMapping.Show(scope.Node, MockMapping.Add(scope.Scope, call.Body, id => scope.Session.Gate(id).Gate));
    }

    private static IEnumerable<(ScopeNode Scope, Mock Mock)> Mocks(ControlScope scope) => Lookup.OpenWithin(scope).SelectMany(s => s.Node.Mocks.All.Select(m => (s.Node, m)));

    private static (ScopeNode Scope, Mock Mock) Find(ControlCall call)
    {
        ProxySession session = call.Session();
        (ScopeNode Scope, Mock Mock)[] all = [.. session.Scopes.Open().SelectMany(s => s.Mocks.All.Select(m => (s, m)))];
        Mock found = Identity.Find("mock", call.Path["mock"], all.Select(m => m.Mock));
        return all.Single(m => m.Mock == found);
    }
}
