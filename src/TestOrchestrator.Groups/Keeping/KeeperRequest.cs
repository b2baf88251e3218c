namespace TestOrchestrator.Groups.Keeping;

/// <summary>
/// What a keeper is asked: one line of JSON on a connection of its own, answered by one line with a <see cref="KeeperAnswer"/>. The
/// connection stays open until the action is over in every respect; for <c>terminate</c>, until the keeper is gone.
/// </summary>
internal sealed record KeeperRequest
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary><c>status</c>, <c>start</c>, <c>stop</c>, <c>restart</c> or <c>terminate</c>.</summary>
    public required string Command { get; init; }

    /// <summary>For <c>restart</c>: the process; null for all.</summary>
    public string? Process { get; init; }

    /// <summary>For <c>start</c>: whether to wait until every process is ready.</summary>
    public bool Wait { get; init; } = true;
}
