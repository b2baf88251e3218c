namespace Shop.Api.Redis;

internal sealed record RedisOptions
{
    /// <summary>Gets how long a command may take, including waiting for its turn and connecting.</summary>
    /// <value>The default is 2 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);
}
