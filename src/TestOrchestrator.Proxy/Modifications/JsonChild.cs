namespace TestOrchestrator.Proxy.Modifications;

/// <summary>Where a member or item is written: the whole of it, with its name, and its value.</summary>
internal readonly record struct JsonChild(string? Name, ByteSpan Whole, ByteSpan Value);
