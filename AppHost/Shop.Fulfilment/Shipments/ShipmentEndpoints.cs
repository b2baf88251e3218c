using System.Diagnostics;

namespace Shop.Fulfilment.Shipments;

internal static class ShipmentEndpoints
{
    public static void MapShipments(this IEndpointRouteBuilder app)
    {
        app.MapPost("/shipments", DispatchAsync);
        app.MapGet("/shipments/{orderId:guid}", FindAsync);
    }

    private static async Task<IResult> DispatchAsync(NewShipment wanted, Dispatcher dispatcher, CancellationToken cancellationToken)
    {
        Dictionary<string, string[]> problems = wanted.Problems();
        if (problems.Count > 0)
        {
            return TypedResults.ValidationProblem(problems);
        }

        return await dispatcher.DispatchAsync(wanted, cancellationToken) switch
        {
            Dispatch.Created created => TypedResults.Created($"/shipments/{wanted.OrderId}", created.Shipment),
            Dispatch.Known known => TypedResults.Ok(known.Shipment),
            Dispatch.NoQuote none => TypedResults.Problem(
                "No carrier gave a usable quote. Try again later.",
                statusCode: StatusCodes.Status503ServiceUnavailable,
                title: "No quote",
                extensions: new Dictionary<string, object?> { ["quotes"] = none.Answers }),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<IResult> FindAsync(Guid orderId, ShipmentStore shipments, CancellationToken cancellationToken) =>
        await shipments.FindAsync(orderId, cancellationToken) is { } shipment
            ? TypedResults.Ok(shipment)
            : TypedResults.Problem($"There is no shipment for order '{orderId}'.", statusCode: StatusCodes.Status404NotFound);
}
