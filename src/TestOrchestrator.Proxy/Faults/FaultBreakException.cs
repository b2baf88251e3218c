namespace TestOrchestrator.Proxy.Faults;

/// <summary>Unwinds an exchange that a fault has broken. It is a cancellation, because nobody on the way has failed.</summary>
internal sealed class FaultBreakException(string message) : OperationCanceledException(message);
