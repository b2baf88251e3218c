namespace TestOrchestrator.Proxy.Mocks;

/// <summary>How often a mock is to be called. Immutable.</summary>
internal sealed record ExpectedCalls
{
    private readonly int? _times;

    private ExpectedCalls(int? times) => _times = times;

    public static ExpectedCalls OnceOrMore { get; } = new((int?)null);

    public static ExpectedCalls Exactly(int times) => times >= 0 ? new(times) : throw MockErrors.ExpectedCalls(times);

    public bool IsMet(int calls) => _times is { } times ? calls == times : calls > 0;

    public override string ToString() => _times switch
    {
        null => "at least once",
        0 => "never",
        1 => "once",
        _ => $"{_times} times",
    };
}
