using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>A mock that has a pattern and needs a response; it is in effect once it has one. Immutable.</summary>
public sealed class MockSetup
{
    private readonly ProxyScope _scope;
    private readonly RequestPattern _pattern;

    internal MockSetup(ProxyScope scope, RequestPattern pattern) => (_scope, _pattern) = (scope, pattern);

    /// <summary>Answers every request with the same response.</summary>
    /// <param name="response">Describes the response; called once, now.</param>
    /// <exception cref="ProxyException">TO22xx: the response cannot be sent. TO2004: the scope has ended.</exception>
    public Mock Respond(Func<MockResponse, MockResponse> response)
    {
        MockResponse described = Describe(response);
        return Add(_ => described);
    }

    /// <summary>Answers each request with a response of its own.</summary>
    /// <param name="response">Called for each request once it has been received whole, on the thread that serves it, several at once when requests come at once. When it throws, the answer is 500 and a problem is recorded.</param>
    /// <exception cref="ProxyException">TO2004: the scope has ended.</exception>
    [OverloadResolutionPriority(1)] // For a lambda that ignores its parameter both overloads would do.
    public Mock Respond(Func<RecordedRequest, MockResponse> response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Add(response);
    }

    /// <summary>Answers the first request with the first response, the second with the second; the last one repeats.</summary>
    /// <param name="responses">Describe the responses, at least one; called once, now.</param>
    /// <exception cref="ProxyException">TO22xx: a response cannot be sent. TO2004: the scope has ended.</exception>
    public Mock RespondInOrder(params Func<MockResponse, MockResponse>[] responses)
    {
        ArgumentNullException.ThrowIfNull(responses);
        ImmutableArray<MockResponse> described = [.. responses.Select(Describe)];
        if (described.IsEmpty)
        {
            throw ResponseErrors.NoResponses();
        }

        int next = -1;
        return Add(_ => described[Math.Min(Interlocked.Increment(ref next), described.Length - 1)]);
    }

    private static MockResponse Describe(Func<MockResponse, MockResponse> response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response(new MockResponse()).Checked();
    }

    private Mock Add(Func<RecordedRequest, MockResponse> respond)
    {
        Mock mock = new(_scope, _pattern, respond);
        _scope.Tree.Add(_scope.Node, mock);
        return mock;
    }
}
