namespace TestOrchestrator.Proxy.Connections;

/// <summary>Where the client of a connection said it wants to go, as a feature of that connection. Immutable.</summary>
internal sealed record ConnectTarget(string Scheme, string Host, int Port);
