namespace SerializingService;

[GenerateSerializer]
internal sealed class Order
{
    [Id(0)]
    public required string Sku { get; set; }
}
