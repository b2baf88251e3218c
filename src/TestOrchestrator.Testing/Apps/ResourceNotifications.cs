using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.LifeCycle;

namespace TestOrchestrator.Testing.Apps;

/// <summary>Waits for what happens to the resources of an application. Thread-safe.</summary>
public sealed class ResourceNotifications
{
    private readonly RunningApplication _application;

    internal ResourceNotifications(RunningApplication application) => _application = application;

    /// <summary>Waits until a resource runs and its health checks pass.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">It took longer than 30 seconds.</exception>
    public Task WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        _application.WaitForResourceAsync(resourceName, ResourceState.Ready, cancellationToken: cancellationToken);

    /// <summary>Waits until a resource is in a state.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="state">The state.</param>
    /// <param name="timeout">How long at the most; the default is 30 seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public Task WaitForResourceAsync(string resourceName, ResourceState state, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _application.WaitForResourceAsync(resourceName, state, timeout, cancellationToken);

    /// <summary>Gets the state of a resource at this moment.</summary>
    /// <param name="resourceName">The name of the resource, or of one of its replicas.</param>
    /// <returns>What is known of it.</returns>
    /// <exception cref="KeyNotFoundException">There is no such resource.</exception>
    public ResourceSnapshot GetCurrent(string resourceName) => _application.Resources.TryGetValue(resourceName, out ResourceSnapshot? snapshot)
        ? snapshot
        : throw new KeyNotFoundException($"The application has no resource '{resourceName}' that runs. It has: {string.Join(", ", _application.Resources.Keys.Order(StringComparer.Ordinal).Select(n => $"'{n}'"))}.");
}
