namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>What clients of a session must give. Immutable; its text does not show the password.</summary>
public sealed record CredentialsDefinition
{
    /// <summary>Gets the user.</summary>
    public required string User { get; init; }

    /// <summary>Gets the password.</summary>
    public required string Password { get; init; }

    /// <summary>Shows the user.</summary>
    public override string ToString() => User;
}
