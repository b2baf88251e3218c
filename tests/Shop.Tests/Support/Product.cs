namespace Shop.Tests.Support;

internal sealed record Product(string Sku, string Name, decimal Price, string Currency, long Remaining);
