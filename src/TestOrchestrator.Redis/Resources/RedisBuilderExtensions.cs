using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Containers;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.Redis.Providers;

namespace TestOrchestrator.Redis.Resources;

/// <summary>Adds Redis servers.</summary>
public static class RedisBuilderExtensions
{
    private const int WellKnownPort = 6379;

    /// <summary>Adds a Redis server. Each application has a process of its own.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port; the default is 6379 on the application's own address.</param>
    /// <param name="password">The password; the default is a random one for each application.</param>
    /// <returns>A builder for the server.</returns>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        return builder.AddResource(new RedisResource(name, password?.Resource ?? builder.CreateGeneratedPassword($"{name}-password")))
            .WithAnnotation(new EndpointAnnotation { Name = RedisResource.EndpointName, Port = port, WellKnownPort = WellKnownPort })
            .WithAnnotation(RedisProvider.Instance);
    }

    /// <summary>States that the server keeps its data beyond its application. Only the lane <c>containers</c> can; another says so.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the volume; the default is one of its own.</param>
    /// <returns>The server's builder.</returns>
    public static IResourceBuilder<RedisResource> WithDataVolume(this IResourceBuilder<RedisResource> builder, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new DataVolumeAnnotation { Name = name }, ResourceAnnotationMutationBehavior.Replace);
    }
}
