using System.Collections.Immutable;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>
/// The settings of servers whose data are not needed after a crash: nothing is flushed, nothing runs in the background, nothing is kept for
/// replicas. Each is documented in PostgreSQL's manual, chapter 20.
/// </summary>
internal static class ServerSettings
{
    // An application that asks for a more detailed log than ours is going to read it as a replica.
    private static readonly ImmutableArray<string> s_withoutReplicas =
        ["max_wal_senders=0", "max_replication_slots=0", "max_logical_replication_workers=0", "max_worker_processes=0"];

    /// <summary>
    /// Gets the settings of a server that all applications of a run share. Each keeps a handful of connections, and hundreds live at once.
    /// </summary>
    public static ImmutableArray<string> Shared { get; } = Make(sharedBuffers: "128MB", maxConnections: 1000);

    /// <summary>Gets the settings of a server of one application.</summary>
    public static ImmutableArray<string> Own { get; } = Make(sharedBuffers: "8MB", maxConnections: 100);

    /// <summary>Makes the settings of a server of one application that has settings of its own; the last of one name counts.</summary>
    public static ImmutableArray<string> OwnWith(ImmutableArray<string> settings) =>
        [.. settings.Any(s => s.StartsWith("wal_level=", StringComparison.Ordinal)) ? Own.Except(s_withoutReplicas) : Own, .. settings];

    private static ImmutableArray<string> Make(string sharedBuffers, int maxConnections) =>
    [
        $"shared_buffers={sharedBuffers}",
        $"max_connections={maxConnections}",
        "fsync=off",
        "full_page_writes=off",
        "synchronous_commit=off",
        "wal_level=minimal",
        "max_wal_senders=0",
        "max_replication_slots=0",
        "autovacuum=off",
        "max_worker_processes=0",
        "max_parallel_workers=0",
        "max_logical_replication_workers=0",
        "jit=off",
        "huge_pages=off",

        // Not System V shared memory, which outlives a killed server; an interlock of 56 bytes there cannot be helped.
        "shared_memory_type=mmap",
        "dynamic_shared_memory_type=mmap",
        "logging_collector=off",
        "log_timezone=UTC",
        "timezone=UTC",
        "max_wal_size=32MB",
        "wal_buffers=256kB",
        "wal_recycle=off",
        "wal_init_zero=off",
        "bgwriter_lru_maxpages=0",
        "checkpoint_timeout=1h",

        // The default of 1000 is probed with 1000 open files at each start.
        "max_files_per_process=200",
        "update_process_title=off",
    ];
}
