namespace Shop.Api.Products;

internal sealed record Product(string Sku, string Name, decimal Price, string Currency);
