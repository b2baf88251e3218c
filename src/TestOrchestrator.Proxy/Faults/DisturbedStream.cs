using TestOrchestrator.Proxy.Streams;

namespace TestOrchestrator.Proxy.Faults;

/// <summary>Bytes on their way, to which one fault does one thing while they are read. Not thread-safe.</summary>
/// <remarks>It reads only when it is read, so that whoever sends is slowed down, and nothing piles up.</remarks>
internal abstract class DisturbedStream(Stream inner) : SequentialStream
{
    protected Stream Inner { get; } = inner;

    protected static Memory<byte> AtMost(Memory<byte> buffer, long count) => buffer[..(int)Math.Min(buffer.Length, count)];
}
