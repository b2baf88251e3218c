using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TestOrchestrator.Groups.Description;

/// <summary>When a process is ready, besides accepting connections on all of its ports. Everything that is stated must be true.</summary>
internal sealed record ReadyDescription
{
    /// <summary>The path that must answer over HTTP.</summary>
    public string? Http { get; init; }

    /// <summary>The port that is asked; null for the first with the scheme http.</summary>
    public string? HttpPort { get; init; }

    public int HttpStatus { get; init; } = 200;

    public Regex? LogLine { get; init; }

    public SourceText? File { get; init; }

    public ImmutableArray<SourceText> Command { get; init; } = [];

    public TimeSpan? Timeout { get; init; }
}
