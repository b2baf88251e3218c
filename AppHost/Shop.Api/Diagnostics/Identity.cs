namespace Shop.Api.Diagnostics;

/// <summary>What this instance is and what it is connected to, as the other side tells it.</summary>
internal sealed record Identity
{
    public required string Service { get; init; }

    public required int ProcessId { get; init; }

    public required string Listening { get; init; }

    public required string? HttpsProxy { get; init; }

    public required PostgresIdentity Postgres { get; init; }

    public required RedisIdentity Redis { get; init; }
}
