using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace TestOrchestrator.AppModel;

/// <summary>Collects the resources of an application.</summary>
/// <remarks>Not thread-safe: an application model is written by one thread.</remarks>
public sealed class ApplicationModelBuilder : IDistributedApplicationBuilder
{
    /// <inheritdoc/>
    public required IConfigurationManager Configuration { get; init; }

    /// <inheritdoc/>
    public required IHostEnvironment Environment { get; init; }

    /// <inheritdoc/>
    public required string AppHostDirectory { get; init; }

    /// <inheritdoc/>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    /// <inheritdoc/>
    public ResourceCollection Resources { get; } = [];

    /// <inheritdoc/>
    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    /// <inheritdoc/>
    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new ResourceBuilder<T>(this, resource);
    }
}
