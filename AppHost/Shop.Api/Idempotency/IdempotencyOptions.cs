namespace Shop.Api.Idempotency;

internal sealed record IdempotencyOptions
{
    /// <summary>Gets how long a key is remembered.</summary>
    /// <value>The default is 24 hours.</value>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromHours(24);
}
