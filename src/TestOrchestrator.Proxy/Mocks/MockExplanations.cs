using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>What can be said about mocks beside their answers.</summary>
internal static class MockExplanations
{
    public static Explanation NotCalledAsExpected(Mock mock, ExpectedCalls expected) => new(
        "TO2341", $"The mock {mock} was to be called {expected}, and was called {Times(mock.Calls)}; {Requests(mock)}.");

    public static Explanation HeldForTooLong(Mock mock, RequestHead request, ResponseGate gate) => new(
        "TO2470", $"The answer of the mock {mock} to {request} was held for {gate.Limit?.TotalSeconds:0.###} s, the limit of its gate, and has gone without the gate being opened. Open the gate, or give it a higher limit.");

    private static string Times(int calls) => calls switch
    {
        0 => "not at all",
        1 => "once",
        _ => $"{calls} times",
    };

    private static string Requests(Mock mock) => mock.Requests switch
    {
        0 => "no request fitted its pattern",
        1 => "1 request fitted its pattern",
        _ => $"{mock.Requests} requests fitted its pattern",
    };
}
