namespace TestOrchestrator.Postgres.Gateway;

/// <summary>Who may enter an application's gateway. Immutable.</summary>
internal sealed record GatewayAccount
{
    public required string UserName { get; init; }

    /// <summary>Gets the password.</summary>
    /// <value>Null if clients are let in without one.</value>
    public required string? Password { get; init; }
}
