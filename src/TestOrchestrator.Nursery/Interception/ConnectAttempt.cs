namespace TestOrchestrator.Nursery.Interception;

/// <summary>A program wants to connect, and waits for us. Immutable.</summary>
/// <param name="Id">The kernel's number of the attempt.</param>
/// <param name="Thread">The thread that waits.</param>
/// <param name="Descriptor">Its socket, as it knows it.</param>
/// <param name="Address">Where in its memory the address is.</param>
/// <param name="Length">How long the address is.</param>
internal readonly record struct ConnectAttempt(ulong Id, int Thread, int Descriptor, nuint Address, int Length);
