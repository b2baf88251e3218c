namespace TestOrchestrator.AppModel.Endpoints;

/// <summary>An endpoint that a resource listens on.</summary>
public sealed record EndpointAnnotation : IResourceAnnotation
{
    /// <summary>Gets the name, unique in the resource without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the scheme of the endpoint's address.</summary>
    /// <value>The default is <c>tcp</c>.</value>
    public string UriScheme { get; init; } = "tcp";

    /// <summary>Gets the port that clients should find.</summary>
    /// <value>1 to 65535. The default is null: any free port.</value>
    public int? Port { get; init; }

    /// <summary>Gets the port that the program insists on listening on.</summary>
    /// <value>1 to 65535. The default is null: it takes the port that it is given.</value>
    public int? TargetPort { get; init; }

    /// <summary>Gets the port that clients of the protocol expect, taken where the application has an address of its own.</summary>
    /// <value>1 to 65535. The default is null: the protocol has none.</value>
    public int? WellKnownPort { get; init; }

    /// <summary>Gets the environment variable that tells the program its port.</summary>
    /// <value>The default is null: none.</value>
    public string? EnvironmentVariable { get; init; }

    /// <summary>Gets whether the endpoint is meant to be reached from outside of the application.</summary>
    /// <value>The default is false. It makes no difference on one machine.</value>
    public bool IsExternal { get; init; }

    /// <summary>Gets whether the endpoint speaks HTTP, by its scheme.</summary>
    public bool IsHttp => UriScheme is "http" or "https";
}
