namespace Shop.Api.Payments;

internal sealed record PaymentsOptions
{
    /// <summary>Gets the address of the payment provider. If it has a path, it ends with a slash.</summary>
    /// <value>The default is <c>https://payments.example.com</c>.</value>
    public Uri BaseAddress { get; init; } = new("https://payments.example.com");

    /// <summary>Gets how long to wait for an answer.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
