namespace TestOrchestrator.Engine.Providers;

/// <summary>Realises one resource of one application. What it holds survives stopping and starting the resource, and ends with its disposal.</summary>
/// <remarks>The engine calls one method at a time.</remarks>
public interface IResourceRuntime : IAsyncDisposable
{
    /// <summary>Gets there what is needed before a start, such as programs that have to be fetched. Not limited in time by the start limit.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts the resource. Returns when it runs, ready or not.</summary>
    /// <param name="cancellationToken">Ends the start: nothing may be left running.</param>
    /// <returns>What runs.</returns>
    Task<IResourceInstance> StartAsync(CancellationToken cancellationToken);
}
