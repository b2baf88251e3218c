namespace TestOrchestrator.AppModel.Restarts;

/// <summary>A program that has ended by itself is started again after a delay. The delay doubles each time, up to a limit; once the program was ready for as long as the limit, it is short again.</summary>
public sealed record RestartAnnotation : IResourceAnnotation
{
    /// <summary>Gets when it is started again.</summary>
    public required RestartPolicy Policy { get; init; }

    /// <summary>Gets the first delay.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the longest delay.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);
}
