namespace TestOrchestrator.Proxy.Connections;

/// <summary>What a look ahead told.</summary>
internal readonly record struct Peeked<T>
{
    public T? Value { get; init; }

    public PeekEnd End { get; init; }
}
