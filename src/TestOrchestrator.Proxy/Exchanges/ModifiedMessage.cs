namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>
/// A message as it was on the other side of a modification; without a body of its own its body is that of the message the client knows.
/// Immutable.
/// </summary>
internal sealed record ModifiedMessage<THead>(THead Head, BodyRecorder? Body);
