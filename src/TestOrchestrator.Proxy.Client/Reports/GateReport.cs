namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>A gate as it is known now. Immutable.</summary>
public sealed record GateReport
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the id of its scope.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets a value indicating whether it lets everything pass.</summary>
    public required bool Open { get; init; }

    /// <summary>Gets how many answers it holds now.</summary>
    public required int Held { get; init; }

    /// <summary>Gets how long it holds an answer at most, in seconds.</summary>
    public required double LimitSec { get; init; }
}
