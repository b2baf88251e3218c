using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Api.Orders;

internal static class OrderEndpoints
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const int MaxKeyLength = 128;

    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        app.MapPost("/orders", PlaceAsync);
        app.MapGet("/orders", ListAsync);
        app.MapGet("/orders/{id:guid}", FindAsync);
    }

    private static async Task<IResult> PlaceAsync(
        NewOrder wanted,
        [FromHeader(Name = IdempotencyKey)] string? key,
        OrderPlacement placement,
        CancellationToken cancellationToken)
    {
        Dictionary<string, string[]> problems = wanted.Problems();
        if (key is { Length: 0 or > MaxKeyLength })
        {
            problems[IdempotencyKey] = [$"The key has {key.Length} characters; it must have 1 to {MaxKeyLength}."];
        }

        if (problems.Count > 0)
        {
            return TypedResults.ValidationProblem(problems);
        }

        string sku = wanted.Sku!;
        return await placement.PlaceAsync(wanted, sku, key, cancellationToken) switch
        {
            Placement.Accepted accepted => TypedResults.Accepted($"/orders/{accepted.Id}", new { accepted.Id, accepted.Status }),
            Placement.UnknownProduct => TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["sku"] = [$"There is no product '{sku}'."] }),
            Placement.SoldOut => TypedResults.Problem($"Fewer than {wanted.Quantity} of '{sku}' are left.", statusCode: StatusCodes.Status409Conflict, title: "Sold out"),
            Placement.KeyReused => TypedResults.Problem(
                $"The {IdempotencyKey} '{key}' was used with another body.", statusCode: StatusCodes.Status422UnprocessableEntity, title: "Idempotency key reused"),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<IResult> FindAsync(Guid id, OrderStore orders, CancellationToken cancellationToken) =>
        await orders.FindAsync(id, cancellationToken) is { } order
            ? TypedResults.Ok(order)
            : TypedResults.Problem($"There is no order '{id}'.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<IResult> ListAsync(string? status, OrderStore orders, CancellationToken cancellationToken)
    {
        if (status is null)
        {
            return TypedResults.Ok(await orders.ListAsync(status: null, cancellationToken));
        }

        if (!Enum.TryParse(status, ignoreCase: true, out OrderStatus wanted) || !Enum.IsDefined(wanted))
        {
            string known = string.Join(", ", Enum.GetNames<OrderStatus>()).ToLowerInvariant();
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["status"] = [$"There is no status '{status}'. There are: {known}."] });
        }

        return TypedResults.Ok(await orders.ListAsync(wanted, cancellationToken));
    }
}
