namespace Bench.Origins;

/// <summary>What the origin is to be. Immutable.</summary>
internal sealed record OriginOptions
{
    public required int Port { get; init; }

    public required int TlsPort { get; init; }

    /// <summary>Gets the certificate and its key, as PEM.</summary>
    public required string Certificate { get; init; }

    public required string Key { get; init; }
}
