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

    /// <summary>States how long the resource may take from its start until it is ready.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="limit">The limit. Without this, it is what the run says, 30 seconds.</param>
    /// <returns>The resource's builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not longer than nothing.</exception>
    public static IResourceBuilder<T> WithStartLimit<T>(this IResourceBuilder<T> builder, TimeSpan limit)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        return builder.WithAnnotation(new StartLimitAnnotation { Limit = limit }, ResourceAnnotationMutationBehavior.Replace);
    }
}
