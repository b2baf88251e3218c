using TestOrchestrator.Proxy.Sessions;

namespace Fuzz.Running;

/// <summary>How an input is brought to the proxy. Immutable.</summary>
internal sealed record Talk
{
    /// <summary>Gets what is sent, and answered, before the input.</summary>
    public byte[] Before { get; init; } = [];

    /// <summary>Gets what the origin answers with.</summary>
    /// <value><see langword="null"/>: the input is the client's, and the origin answers as it should.</value>
    public byte[]? OriginSays { get; init; }

    /// <summary>Gets a value indicating whether the origin speaks TLS, and HTTP/1.1 in it.</summary>
    public bool OriginSpeaksTls { get; init; }

    /// <summary>Gets a value indicating whether the session was told to change the bodies of requests.</summary>
    public bool ModifiesBodies { get; init; }

    /// <summary>Gets a value indicating whether the client waits until the proxy closes, as it will when the input asks it to.</summary>
    public bool IsPatient { get; init; }

    public bool WritesHar { get; init; }

    public Action<ProxySession>? Prepare { get; init; }
}
