namespace TestOrchestrator.Proxy.Mocks;

/// <summary>What an author of a mock can have meant otherwise.</summary>
internal static class MockErrors
{
    public static ProxyException NoCalls(string range) => new(
        "TO2210", $"A mock is to answer for requests with '{range}', and there can be none: both bounds are left out, so that after 1 and before 3 leaves 2.");

    public static ProxyException NegativeCall(string range) => new(
        "TO2211", $"A mock is to answer for requests with '{range}': indexes are counted from 0, calls from 1.");

    public static ProxyException ExpectedCalls(int times) => new(
        "TO2212", $"A mock is expected to be called {times} times; 0 or more would be right, and 0 means never.");
}
