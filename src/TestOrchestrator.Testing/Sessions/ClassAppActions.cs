using TestOrchestrator.Testing.Adapters;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>How the application of a class is started and stopped.</summary>
internal sealed record ClassAppActions<TApp>
{
    public required Func<PlannedClass, CancellationToken, Task<TApp>> StartAsync { get; init; }

    public required Func<TApp, Task> StopAsync { get; init; }
}
