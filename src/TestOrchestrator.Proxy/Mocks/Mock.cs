using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>An answer, or a modification, for the requests that fit a pattern, in effect until its scope ends. Thread-safe.</summary>
public sealed class Mock
{
    private static long s_lastNumber;

    private readonly ProxyScope _scope;
    private readonly Func<RecordedRequest, MockResponse> _respond;
    private int _calls;
    private int _requests;

    internal Mock(ProxyScope scope, RequestPattern pattern, MockTraits traits, Func<RecordedRequest, MockResponse> respond, MockModification? modification = null)
    {
        _scope = scope;
        _respond = respond;
        Modification = modification;
        Pattern = pattern;
        Traits = traits;
        Specificity = MockSpecificity.Of(pattern);
    }

    /// <summary>Gets the requests that it answers or modifies.</summary>
    public RequestPattern Pattern { get; }

    /// <summary>Gets the name of the scope that it belongs to.</summary>
    public string Scope => _scope.Name;

    /// <summary>Gets how many requests it has taken on, answered already or not.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Disturbs the answers of this mock, and nothing else, from now on.</summary>
    /// <param name="fault">
    /// Describes what goes wrong; called once, now. Upstream it acts before the body of the request, not within it.
    /// </param>
    /// <returns>The fault, in effect until it is removed or the scope of the mock ends.</returns>
    /// <exception cref="ProxyException">TO2280 to TO2288: there is no such fault. TO2004: the scope has ended.</exception>
    public Fault Disturb(Func<Disturbance, Disturbance> fault) => _scope.Disturb(Pattern, fault, this);

    /// <summary>Gets how many requests fitted its pattern since it was added, whether it answered them or not.</summary>
    public int Requests => Volatile.Read(ref _requests);

    internal MockTraits Traits { get; }

    /// <summary>Gets what is changed between client and origin; <see langword="null"/> when the mock answers by itself.</summary>
    internal MockModification? Modification { get; }

    /// <summary>Gets its place in the order in which mocks were added.</summary>
    internal long Number { get; } = Interlocked.Increment(ref s_lastNumber);

    /// <summary>Gets how closely host, path and method are said.</summary>
    internal int Specificity { get; }

    /// <summary>Ends the mock before its scope ends; requests that it has taken on are still answered by it.</summary>
    public void Remove() => _scope.Tree.Remove(_scope.Node, this);

    /// <summary>Shows the pattern and the scope.</summary>
    public override string ToString() => $"{Pattern} (scope '{Scope}')";

    /// <summary>Counts a request that fits the pattern.</summary>
    /// <returns>Its index, from 0.</returns>
    internal int Count() => Interlocked.Increment(ref _requests) - 1;

    /// <summary>Counts a request that it answers.</summary>
    /// <returns>Its number, from 1.</returns>
    internal int Take() => Interlocked.Increment(ref _calls);

    internal MockResponse Respond(RecordedRequest request) => _respond(request).Checked();
}
