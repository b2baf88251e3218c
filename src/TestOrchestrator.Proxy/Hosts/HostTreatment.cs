namespace TestOrchestrator.Proxy.Hosts;

/// <summary>What a session does with the connections to a host.</summary>
public enum HostTreatment
{
    /// <summary>Opens their TLS, so that mocks and the log see their requests.</summary>
    Intercept,

    /// <summary>Relays their bytes unread.</summary>
    Tunnel,

    /// <summary>Answers 403.</summary>
    Block,

    /// <summary>Resets them.</summary>
    Reset,
}
