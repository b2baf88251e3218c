using System.ComponentModel.DataAnnotations;

namespace Shop.Api.Outbox;

internal sealed record OutboxOptions
{
    /// <summary>Gets how often to look for work that was not announced, such as what another process left behind.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets how many steps run at a time. Each keeps a database connection for as long as it runs.</summary>
    /// <value>The default is 4.</value>
    [Range(1, 100)]
    public int Concurrency { get; init; } = 4;

    /// <summary>Gets how often a step is tried before the order fails. Giving back stock is tried until it succeeds.</summary>
    /// <value>The default is 8, which with the default delays takes about a minute.</value>
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 8;

    /// <summary>Gets the delay after the first failure. It doubles with each further one, up to <see cref="MaxRetryDelay"/>.</summary>
    /// <value>The default is 500 milliseconds.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets the longest delay between two attempts.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long a stopping process waits for the steps that are running. Then they are abandoned, to be done again after the next start.</summary>
    /// <value>The default is 500 milliseconds.</value>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan DelayAfter(int attempts) =>
        TimeSpan.FromTicks((long)Math.Min(RetryDelay.Ticks * Math.Pow(2, attempts - 1), MaxRetryDelay.Ticks));
}
