namespace Shop.Api.Fulfilment;

internal sealed record FulfilmentOptions
{
    /// <summary>Gets how long to wait for an answer. Fulfilment asks carriers meanwhile.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
