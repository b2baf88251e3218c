using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace TestOrchestrator.AppModel;

/// <summary>Describes a distributed application: its resources and how they depend on each other.</summary>
/// <remarks>Not thread-safe: an application model is written by one thread.</remarks>
public interface IDistributedApplicationBuilder
{
    /// <summary>Gets the configuration of the app host: settings files, user secrets, environment, arguments.</summary>
    IConfigurationManager Configuration { get; }

    /// <summary>Gets the environment of the app host, such as <c>Development</c>.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>Gets what the application is built for.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>Gets the directory of the app host's project file; relative paths of the model start here.</summary>
    string AppHostDirectory { get; }

    /// <summary>Gets the resources in the order in which they were added.</summary>
    ResourceCollection Resources { get; }

    /// <summary>Adds a resource to the application.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>A builder for the resource.</returns>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    /// <summary>Creates a builder for a resource without adding the resource to the application.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>A builder for the resource.</returns>
    IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource;
}
