namespace Shop.Fulfilment.Diagnostics;

internal sealed record PostgresIdentity
{
    /// <summary>Gets the host we connect to.</summary>
    public required string Host { get; init; }

    /// <summary>Gets the port we connect to.</summary>
    public required int Port { get; init; }

    public required string Database { get; init; }

    /// <summary>Gets what tells the database from the others of its server, also from copies of itself.</summary>
    public required uint DatabaseOid { get; init; }

    /// <summary>Gets the address at which the server accepted our connection, which differs from ours behind a relay.</summary>
    public required string? ServerAddress { get; init; }

    public required int? ServerPort { get; init; }

    /// <summary>Gets the id that the migrations gave to the database. A copy has the same.</summary>
    public required Guid InstallationId { get; init; }
}
