using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Providers;

/// <summary>A resource that runs.</summary>
public interface IUnitInstance
{
    /// <summary>Gets a task that ends when the resource has ended, by itself or because it was stopped.</summary>
    Task<ProcessExit> Ended { get; }

    /// <summary>Gets the process that it runs in.</summary>
    /// <value>Null if it runs inside this process.</value>
    ProcessIdentity? Process => null;

    /// <summary>Looks once whether the resource is ready. HTTP health checks of the model come after it.</summary>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>What was seen.</returns>
    ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Stops the resource. Idempotent; <see cref="Ended"/> ends before it returns.</summary>
    /// <param name="mode">Whether what it holds is still needed.</param>
    Task StopAsync(StopMode mode);
}
