namespace TestOrchestrator.Proxy.Sessions;

/// <summary>Whose a connection or request is: a session's, or nobody's.</summary>
internal readonly record struct Admission
{
    /// <summary>Gets the session.</summary>
    /// <value><see langword="null"/> when credentials are missing or wrong.</value>
    public ProxySession? Session { get; private init; }

    /// <summary>Gets what was named and is not known, so that the session is the one whose port it is.</summary>
    public string? Unknown { get; private init; }

    public static Admission Refused { get; }

    public static Admission To(ProxySession session, string? unknown = null) => new() { Session = session, Unknown = unknown };
}
