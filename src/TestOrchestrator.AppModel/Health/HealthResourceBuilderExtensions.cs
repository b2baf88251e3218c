using TestOrchestrator.AppModel.Endpoints;

namespace TestOrchestrator.AppModel.Health;

/// <summary>States when a resource is ready.</summary>
public static class HealthResourceBuilderExtensions
{
    /// <summary>States that the resource is ready when it answers an HTTP request. Several checks must all pass.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path and query; the default is <c>/</c>.</param>
    /// <param name="statusCode">The status code that means ready; the default is 200.</param>
    /// <param name="endpointName">The endpoint; the default is the first HTTP endpoint, preferring <c>http</c> to <c>https</c>.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new HttpHealthCheckAnnotation { Path = path ?? "/", StatusCode = statusCode ?? 200, EndpointName = endpointName });
    }
}
