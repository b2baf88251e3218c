namespace TestOrchestrator.Proxy.Modifications;

/// <summary>A part of a text: from a byte up to, and without, another.</summary>
internal readonly record struct ByteSpan(int Start, int End)
{
    public int Length => End - Start;
}
