namespace TestOrchestrator.AppModel.Endpoints;

/// <summary>A part of an endpoint's address.</summary>
public enum EndpointProperty
{
    /// <summary>The whole address, such as <c>http://127.70.1.2:5000</c>.</summary>
    Url,

    /// <summary>The host, an IP address.</summary>
    Host,

    /// <summary>The host as an IPv4 address: the same as <see cref="Host"/>.</summary>
    IPV4Host,

    /// <summary>The port that clients use.</summary>
    Port,

    /// <summary>The scheme.</summary>
    Scheme,

    /// <summary>The port that the program listens on: the same as <see cref="Port"/>, as nothing stands between on one machine.</summary>
    TargetPort,

    /// <summary>Host and port, separated by a colon.</summary>
    HostAndPort,
}
