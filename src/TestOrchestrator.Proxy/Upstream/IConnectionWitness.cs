namespace TestOrchestrator.Proxy.Upstream;

/// <summary>Is told how far a connection to an origin is. Thread-safe.</summary>
internal interface IConnectionWitness
{
    void Connecting(ConnectionStep step);
}
