namespace TestOrchestrator.Postgres.FrontDoors;

/// <summary>Who may enter an application's front door.</summary>
internal sealed record FrontDoorAccount
{
    public required string UserName { get; init; }

    public required string Password { get; init; }
}
