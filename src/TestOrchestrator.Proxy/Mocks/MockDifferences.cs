using System.Collections.Immutable;
using System.Globalization;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>Where a request and a mock part ways.</summary>
internal static class MockDifferences
{
    public static ImmutableArray<Difference> Between(Mock mock, RequestSubject request)
    {
        ImmutableArray<Difference> differences = Difference.Between(mock.Pattern, request);

        // A request that fits has been counted by now, and the number of the last one is what was seen.
        return differences.IsEmpty && mock.Traits.Calls is { } calls
            ? [new Difference("call", calls.ToString(), string.Create(CultureInfo.InvariantCulture, $"index {mock.Requests - 1}"), 1)]
            : differences;
    }
}
