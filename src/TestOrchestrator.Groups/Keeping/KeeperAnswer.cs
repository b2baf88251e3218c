using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Groups.Keeping;

/// <summary>What a keeper answers. One of the three is there.</summary>
internal sealed record KeeperAnswer
{
    public GroupReport? Report { get; init; }

    public GroupChange? Change { get; init; }

    public KeeperError? Error { get; init; }
}

/// <summary>Why a keeper did not do what it was asked.</summary>
internal sealed record KeeperError(string Code, string Message);
