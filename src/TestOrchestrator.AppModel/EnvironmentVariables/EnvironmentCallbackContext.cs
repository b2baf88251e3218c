using TestOrchestrator.AppModel.Expressions;

namespace TestOrchestrator.AppModel.EnvironmentVariables;

/// <summary>What a callback sees that sets environment variables of one resource. Not thread-safe.</summary>
public sealed class EnvironmentCallbackContext
{
    /// <summary>Creates a context.</summary>
    /// <param name="model">The application.</param>
    /// <param name="resource">The resource whose environment is made.</param>
    /// <param name="replica">The replica of the resource, from 0.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public EnvironmentCallbackContext(ApplicationModel model, IResource resource, int replica, CancellationToken cancellationToken)
    {
        Model = model;
        Resource = resource;
        Replica = replica;
        CancellationToken = cancellationToken;
    }

    /// <summary>Gets the variables so far. A value is a text, a number, an <see cref="IValueProvider"/>, or a resource that has a value; later callbacks overwrite earlier ones.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the resource whose environment is made.</summary>
    public IResource Resource { get; }

    /// <summary>Gets the replica of the resource, from 0.</summary>
    public int Replica { get; }

    /// <summary>Gets what the application is built for.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    /// <summary>Gets the token that ends the work.</summary>
    public CancellationToken CancellationToken { get; }

    internal ApplicationModel Model { get; }
}
