namespace TestOrchestrator.Proxy.Mocks;

/// <summary>The pieces of a mock's body have failed, for the inner reason.</summary>
internal sealed class PieceException(Exception thrown) : Exception(thrown.Message, thrown);
