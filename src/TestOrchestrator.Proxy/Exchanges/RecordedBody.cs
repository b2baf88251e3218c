namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>What was kept of a body at one moment. Immutable.</summary>
internal readonly record struct RecordedBody(ReadOnlyMemory<byte> Bytes, long Length, BodyCapture Capture);
