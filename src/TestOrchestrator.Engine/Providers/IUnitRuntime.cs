namespace TestOrchestrator.Engine.Providers;

/// <summary>
/// Realises one resource of one application. What it holds survives stopping and starting the resource, and ends with its disposal.
/// </summary>
/// <remarks>The engine calls one method at a time.</remarks>
public interface IUnitRuntime : IAsyncDisposable
{
    /// <summary>
    /// Gets there what is needed before a start, such as programs that have to be fetched. Not limited in time by the start limit.
    /// </summary>
    /// <param name="cancellationToken">Ends the work.</param>
    Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts the resource. Returns when it runs, ready or not.</summary>
    /// <param name="cancellationToken">Ends the start: nothing may be left running.</param>
    /// <returns>What runs.</returns>
    Task<IUnitInstance> StartAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Puts what the stopped resource holds where it outlives the application, for another to start from it: its
    /// <see cref="UnitContext.KeptDirectory"/>.
    /// </summary>
    /// <param name="directory">An empty directory of the resource's own. It is removed again if nothing is put there.</param>
    Task KeepAsync(string directory) => Task.CompletedTask;
}
