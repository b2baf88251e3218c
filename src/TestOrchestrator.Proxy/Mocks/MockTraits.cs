namespace TestOrchestrator.Proxy.Mocks;

/// <summary>What an author says of a mock besides pattern and answer. Immutable.</summary>
internal sealed record MockTraits
{
    public static MockTraits None { get; } = new();

    /// <summary>Gets what goes before everything else: the highest wins.</summary>
    public int Priority { get; init; }

    /// <summary>Gets which of the requests that fit are meant.</summary>
    /// <value><see langword="null"/> is all of them.</value>
    public CallRange? Calls { get; init; }

    /// <summary>Gets a value indicating whether parameters and values of the JSON need not all fit.</summary>
    public bool IsBestEffort { get; init; }

    /// <summary>Gets how often it is to be called until its scope ends.</summary>
    /// <value><see langword="null"/> is as often as it comes.</value>
    public ExpectedCalls? Expected { get; init; }
}
