namespace Shop.Api.Products;

internal static class ProductEndpoints
{
    public static void MapProducts(this IEndpointRouteBuilder app) => app.MapGet("/products/{sku}", FindAsync);

    private static async Task<IResult> FindAsync(string sku, ProductStore products, StockCounter stock, CancellationToken cancellationToken)
    {
        if (await products.FindAsync(sku, cancellationToken) is not { } product)
        {
            return TypedResults.Problem($"There is no product '{sku}'.", statusCode: StatusCodes.Status404NotFound);
        }

        long remaining = await stock.LeftAsync(sku, cancellationToken);
        return TypedResults.Ok(new { product.Sku, product.Name, product.Price, product.Currency, remaining });
    }
}
