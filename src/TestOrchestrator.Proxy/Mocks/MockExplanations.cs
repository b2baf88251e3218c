using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>What can be said about mocks when their scope has ended.</summary>
internal static class MockExplanations
{
    public static Explanation NotCalledAsExpected(Mock mock, ExpectedCalls expected) => new(
        "TO2341", $"The mock {mock} was to be called {expected}, and was called {Times(mock.Calls)}; {Requests(mock)}.");

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
