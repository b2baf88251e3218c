using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>An answer for the requests that fit a pattern, in effect until its scope ends. Thread-safe.</summary>
public sealed class Mock
{
    private readonly ProxyScope _scope;
    private readonly Func<RecordedRequest, MockResponse> _respond;
    private int _calls;

    internal Mock(ProxyScope scope, RequestPattern pattern, Func<RecordedRequest, MockResponse> respond)
    {
        _scope = scope;
        _respond = respond;
        Pattern = pattern;
    }

    /// <summary>Gets the requests that it answers.</summary>
    public RequestPattern Pattern { get; }

    /// <summary>Gets the name of the scope that it belongs to.</summary>
    public string Scope => _scope.Name;

    /// <summary>Gets how many requests it has taken on, answered already or not.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Ends the mock before its scope ends; requests that it has taken on are still answered by it.</summary>
    public void Remove() => _scope.Tree.Remove(_scope.Node, this);

    /// <summary>Shows the pattern and the scope.</summary>
    public override string ToString() => $"{Pattern} (scope '{Scope}')";

    internal void Take() => Interlocked.Increment(ref _calls);

    internal MockResponse Respond(RecordedRequest request) => _respond(request).Checked();
}
