using System.Collections.Immutable;
using System.Net;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>How a server is started on a data directory.</summary>
internal sealed record ServerStart
{
    public required string DataDirectory { get; init; }

    public required string LogFile { get; init; }

    public required ImmutableArray<string> Settings { get; init; }

    /// <summary>Where it listens; null for its Unix socket alone.</summary>
    public IPEndPoint? Listen { get; init; }
}
