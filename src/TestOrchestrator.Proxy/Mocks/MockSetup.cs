using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Modifications;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>A mock that has a pattern and needs a response or a modification; it is in effect once it has one. Immutable.</summary>
public sealed class MockSetup
{
    private readonly ProxyScope _scope;
    private readonly RequestPattern _pattern;
    private readonly MockTraits _traits;

    internal MockSetup(ProxyScope scope, RequestPattern pattern)
        : this(scope, pattern, MockTraits.None)
    {
    }

    private MockSetup(ProxyScope scope, RequestPattern pattern, MockTraits traits) => (_scope, _pattern, _traits) = (scope, pattern, traits);

    /// <summary>Lets the mock go before others of its scope that fit the same request.</summary>
    /// <param name="priority">
    /// The highest wins; the default is 0. Mocks of inner scopes go before those of outer ones, whatever the priority.
    /// </param>
    public MockSetup Priority(int priority) => With(_traits with { Priority = priority });

    /// <summary>Lets the mock answer only the first request that fits.</summary>
    public MockSetup FirstCall() => Call(1);

    /// <summary>
    /// Lets the mock answer only certain ones of the requests that fit, in addition to those that <see cref="BeforeCall"/> and
    /// <see cref="AfterCall"/> say.
    /// </summary>
    /// <param name="numbers">Counted from 1, for this mock, whoever answers them.</param>
    /// <exception cref="ProxyException">TO2211: one is less than 1.</exception>
    public MockSetup Call(params int[] numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return WithCalls(_traits.Calls?.After, _traits.Calls?.Before, [.. _traits.Calls?.With ?? [], .. numbers.Select(n => n - 1)]);
    }

    /// <summary>Lets the mock answer only requests that come before a certain one.</summary>
    /// <param name="number">Counted from 1, for this mock, whoever answers them; this one is left out.</param>
    /// <exception cref="ProxyException">TO2210: none is left. TO2211: it is less than 1.</exception>
    public MockSetup BeforeCall(int number) => WithCalls(_traits.Calls?.After, number - 1, _traits.Calls?.With ?? []);

    /// <summary>Lets the mock answer only requests that come after a certain one.</summary>
    /// <param name="number">Counted from 1, for this mock, whoever answers them; this one is left out.</param>
    /// <exception cref="ProxyException">TO2210: none is left. TO2211: it is less than 1.</exception>
    public MockSetup AfterCall(int number) => WithCalls(number - 1, _traits.Calls?.Before, _traits.Calls?.With ?? []);

    /// <summary>
    /// Lets the mock fit when one of the parameters and values of the JSON that the pattern asks for is there; the more are, the sooner it
    /// wins.
    /// </summary>
    /// <remarks>Without it all of them must fit, so that a mock never answers for another value than it was made for.</remarks>
    public MockSetup BestEffort() => With(_traits with { IsBestEffort = true });

    /// <summary>Makes it a problem of the scope when the mock has not been called by the time the scope ends.</summary>
    public MockSetup MustBeCalled() => With(_traits with { Expected = ExpectedCalls.OnceOrMore });

    /// <summary>
    /// Makes it a problem of the scope when the mock has been called more or less often than this by the time the scope ends.
    /// </summary>
    /// <param name="times">How often; 0 is never.</param>
    /// <exception cref="ProxyException">TO2212: it is negative.</exception>
    public MockSetup MustBeCalled(int times) => With(_traits with { Expected = ExpectedCalls.Exactly(times) });

    /// <summary>Answers every request with the same response.</summary>
    /// <param name="response">Describes the response; called once, now.</param>
    /// <exception cref="ProxyException">TO22xx: the response cannot be sent. TO2004: the scope has ended.</exception>
    public Mock Respond(Func<MockResponse, MockResponse> response)
    {
        MockResponse described = Describe(response);
        return Add(_ => described);
    }

    /// <summary>Answers each request with a response of its own.</summary>
    /// <param name="response">
    /// Called for each request once it has been received whole, on the thread that serves it, several at once when requests come at once.
    /// When it throws, the answer is 500 and a problem is recorded.
    /// </param>
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

    /// <summary>Sends every request to its origin, with changes, and passes the real response on, with changes.</summary>
    /// <param name="request">Describes the changes of the request; called once, now. <see langword="null"/> for none.</param>
    /// <param name="response">Describes the changes of the response; called once, now. <see langword="null"/> for none.</param>
    /// <remarks>
    /// The exchange shows what the client sent and got; <see cref="RecordedExchange.ForwardedRequest"/> and
    /// <see cref="RecordedExchange.OriginResponse"/> what it was instead. A message that cannot be changed as described passes unmodified,
    /// and a problem of the scope says why. The request goes to its origin also where the session lets unmatched ones fail, but not where
    /// it lets only loopback ones through and the origin is elsewhere.
    /// </remarks>
    /// <exception cref="ProxyException">TO220x, TO222x: a change cannot be made. TO2004: the scope has ended.</exception>
    public Mock Modify(Func<RequestModification, RequestModification>? request = null, Func<ResponseModification, ResponseModification>? response = null)
    {
        MockModification modification = new(
            request?.Invoke(new RequestModification()) ?? new RequestModification(),
            (response?.Invoke(new ResponseModification()) ?? new ResponseModification()).Checked());
        return Add(_ => throw new UnreachableException("a mock that modifies does not answer"), modification);
    }

    private static MockResponse Describe(Func<MockResponse, MockResponse> response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response(new MockResponse()).Checked();
    }

    private MockSetup WithCalls(int? after, int? before, ImmutableArray<int> with) => With(_traits with { Calls = CallRange.Of(after, before, with) });

    private MockSetup With(MockTraits traits) => new(_scope, _pattern, traits);

    private Mock Add(Func<RecordedRequest, MockResponse> respond, MockModification? modification = null)
    {
        Mock mock = new(_scope, _pattern, _traits, respond, modification);
        _scope.Tree.Add(_scope.Node, mock);
        return mock;
    }
}
