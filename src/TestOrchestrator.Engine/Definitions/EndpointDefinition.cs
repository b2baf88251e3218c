namespace TestOrchestrator.Engine.Definitions;

/// <summary>An endpoint that a unit listens on. Immutable.</summary>
public sealed record EndpointDefinition
{
    /// <summary>Gets the name, unique in the unit; compared without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the scheme of its address.</summary>
    /// <value>The default is <c>tcp</c>. An endpoint <c>udp</c> is never asked whether something listens.</value>
    public string Scheme { get; init; } = "tcp";

    /// <summary>Gets the port that is wanted; another one is taken if it is not free.</summary>
    /// <value>The default is null: any free port.</value>
    public int? Port { get; init; }

    /// <summary>Gets the port that the program listens on whatever it is told; the group cannot be created if it is not free.</summary>
    /// <value>The default is null: the program listens where it is told to.</value>
    public int? FixedPort { get; init; }

    /// <summary>Gets the port that is wanted if the group has an address of its own, such as 5432 of a Postgres server.</summary>
    public int? OwnAddressPort { get; init; }

    /// <summary>Gets whether the unit is ready only when something listens there.</summary>
    /// <value>The default is true.</value>
    public bool IsProbed { get; init; } = true;

    /// <summary>Gets whether HTTP is spoken there.</summary>
    public bool IsHttp => Scheme is "http" or "https";
}
