namespace TestOrchestrator.Postgres.Gateway;

/// <summary>What the first packet of a connection asks for.</summary>
internal enum StartupKind
{
    /// <summary>A session.</summary>
    Start,

    /// <summary>TLS before the session.</summary>
    Ssl,

    /// <summary>GSSAPI encryption before the session.</summary>
    GssEnc,

    /// <summary>The end of what another session is doing.</summary>
    Cancel,
}
