namespace TestOrchestrator.AppModel.Health;

/// <summary>A resource is ready when it answers an HTTP request with a given status.</summary>
public sealed record HttpHealthCheckAnnotation : IResourceAnnotation
{
    /// <summary>Gets the path and query of the request.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string Path { get; init; } = "/";

    /// <summary>Gets the status code that means ready.</summary>
    /// <value>The default is 200.</value>
    public int StatusCode { get; init; } = 200;

    /// <summary>Gets the endpoint to ask.</summary>
    /// <value>The default is null: the first HTTP endpoint, preferring <c>http</c> to <c>https</c>.</value>
    public string? EndpointName { get; init; }
}
