using System.Text.Json;

namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>A recording as it is known now. Immutable.</summary>
public sealed record RecordingReport
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the id of its scope.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets the file, absolute, on the machine that the proxy runs on.</summary>
    /// <value><see langword="null"/> when there is none.</value>
    public string? File { get; init; }

    /// <summary>Gets what is done: <c>auto</c> has been decided.</summary>
    public required string Mode { get; init; }

    /// <summary>Gets when it was recorded.</summary>
    /// <value><see langword="null"/> when there was nothing.</value>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>Gets how many requests it answered.</summary>
    public required int Replayed { get; init; }

    /// <summary>Gets how many requests were not in it.</summary>
    public required int Missed { get; init; }

    /// <summary>Gets the calls that nobody has asked for, for people.</summary>
    public required IReadOnlyList<string> Unused { get; init; }

    /// <summary>Gets what a test need not fail for, for people.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Gets what was recorded, HAR 1.2, where there is no file and something is new.</summary>
    /// <value><see langword="null"/> but in the answer to <see cref="ControlledRecording.CommitAsync"/>.</value>
    public JsonElement? Har { get; init; }
}
