namespace TestOrchestrator.AppModel.Endpoints;

/// <summary>States the endpoints of a resource.</summary>
/// <remarks>Names and ports are checked when the model is built, with everything else.</remarks>
public static class EndpointResourceBuilderExtensions
{
    /// <summary>States that the resource listens on an endpoint.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that clients should find; null for any free one.</param>
    /// <param name="targetPort">The port that the program insists on; null if it takes the one that it is given.</param>
    /// <param name="scheme">The scheme; the default is <c>tcp</c>.</param>
    /// <param name="name">The name; the default is the scheme.</param>
    /// <param name="env">The environment variable that tells the program its port; null for none.</param>
    /// <param name="isExternal">Whether it is meant to be reached from outside of the application.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? scheme = null, string? name = null, string? env = null, bool isExternal = false)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        string uriScheme = scheme ?? "tcp";
        return builder.WithAnnotation(new EndpointAnnotation
        {
            Name = name ?? uriScheme,
            UriScheme = uriScheme,
            Port = port,
            TargetPort = targetPort,
            EnvironmentVariable = env,
            IsExternal = isExternal,
        });
    }

    /// <summary>States that the resource listens on an HTTP endpoint.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that clients should find; null for any free one.</param>
    /// <param name="targetPort">The port that the program insists on; null if it takes the one that it is given.</param>
    /// <param name="name">The name; the default is <c>http</c>.</param>
    /// <param name="env">The environment variable that tells the program its port; null for none.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "http", name, env);

    /// <summary>States that the resource listens on an HTTPS endpoint. A project is given a certificate of the user's test CA.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that clients should find; null for any free one.</param>
    /// <param name="targetPort">The port that the program insists on; null if it takes the one that it is given.</param>
    /// <param name="name">The name; the default is <c>https</c>.</param>
    /// <param name="env">The environment variable that tells the program its port; null for none.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithHttpsEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "https", name, env);

    /// <summary>States that the HTTP endpoints that the resource has so far are meant to be reached from outside of the application.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <returns>The resource's builder.</returns>
    /// <remarks>It makes no difference on one machine; it is kept for engines that publish endpoints.</remarks>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.Annotations.Update<EndpointAnnotation>(e => e.IsHttp ? e with { IsExternal = true } : e);
        return builder;
    }

    /// <summary>Gets a reference to an endpoint of the resource.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The name of the endpoint, in any case.</param>
    /// <returns>A value that stands for the endpoint's address until the application runs.</returns>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new(builder.Resource, name);
    }
}
