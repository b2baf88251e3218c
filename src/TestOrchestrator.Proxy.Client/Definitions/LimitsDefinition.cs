namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>How much a session keeps, and how long it waits. Immutable.</summary>
/// <remarks>What is <see langword="null"/>, which is the default of everything, is as the proxy has it by itself.</remarks>
public sealed record LimitsDefinition
{
    /// <summary>Gets how many bytes of one body are kept; by itself 1 MB.</summary>
    public int? MaxBodyBytes { get; init; }

    /// <summary>Gets how many bytes of all bodies together are kept; by itself 64 MB.</summary>
    public long? MaxSessionBodyBytes { get; init; }

    /// <summary>Gets how many exchanges are kept; by itself 20,000.</summary>
    public int? MaxExchanges { get; init; }

    /// <summary>Gets how many messages of WebSockets are kept; by itself 100,000.</summary>
    public int? MaxMessages { get; init; }

    /// <summary>Gets how long waits and assertions wait when they are not told, in seconds; by itself 30.</summary>
    public double? WaitTimeoutSec { get; init; }

    /// <summary>Gets how long nothing may happen before an assertion takes it that nothing more will, in seconds; by itself 0.2.</summary>
    public double? QuietSec { get; init; }

    /// <summary>Gets how long a client may be silent after CONNECT, in seconds; by itself 0.3.</summary>
    public double? ServerFirstSec { get; init; }
}
