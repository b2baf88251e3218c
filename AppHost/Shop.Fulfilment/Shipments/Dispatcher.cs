using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Shop.Fulfilment.Analytics;
using Shop.Fulfilment.Carriers;

namespace Shop.Fulfilment.Shipments;

/// <summary>Ships an order once, with the cheapest carrier that answers.</summary>
internal sealed partial class Dispatcher(
    ShipmentStore shipments,
    CarrierClient client,
    ImmutableArray<Carrier> carriers,
    AnalyticsQueue analytics,
    IOptions<ShipmentOptions> options,
    ILogger<Dispatcher> logger)
{
    public async Task<Dispatch> DispatchAsync(NewShipment wanted, CancellationToken cancellationToken)
    {
        if (await shipments.FindAsync(wanted.OrderId, cancellationToken) is { } known)
        {
            return new Dispatch.Known(known);
        }

        CarrierAnswer[] answers = await AskAllAsync(wanted, cancellationToken);
        if (answers.Where(a => a.Failure is null).OrderBy(a => a.Price).ThenBy(a => a.Days).FirstOrDefault() is not { } best)
        {
            return new Dispatch.NoQuote(answers);
        }

        // Of duplicates that got here at the same time one is stored, and is the answer to all. The request that stores it also
        // records the event, although its client may have gone meanwhile: the next attempt finds it stored, and does not.
        bool isNew = await shipments.TryAddAsync(wanted, best, answers, CancellationToken.None);
        Shipment shipment = await shipments.FindAsync(wanted.OrderId, CancellationToken.None) ?? throw new UnreachableException();
        if (!isNew)
        {
            return new Dispatch.Known(shipment);
        }

        Log.Created(logger, wanted.OrderId, best.Carrier, shipment.Price);
        analytics.Record("shipment_created", new
        {
            Order = new { Id = shipment.OrderId, shipment.Sku, shipment.Quantity },
            Shipment = new { shipment.Id, shipment.Carrier, shipment.Price, shipment.Days },
        });
        return new Dispatch.Created(shipment);
    }

    private async Task<CarrierAnswer[]> AskAllAsync(NewShipment wanted, CancellationToken cancellationToken)
    {
        int grams = wanted.Quantity * options.Value.GramsPerItem;
        CarrierAnswer[] answers = await Task.WhenAll(carriers.Select(carrier => client.AskAsync(carrier, grams, cancellationToken)));
        foreach ((Carrier carrier, CarrierAnswer answer) in carriers.Zip(answers).Where(a => a.Second.Failure is not null))
        {
            Log.NoQuote(logger, wanted.OrderId, carrier.Name, answer.Failure, answer.Detail);
            analytics.Record("quote_failed", new
            {
                Order = new { Id = wanted.OrderId },
                Carrier = new { carrier.Name, carrier.Address },
                Failure = new { Kind = answer.Failure, answer.Detail },
            });
        }

        return answers;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Order {OrderId} is shipped with {Carrier} for {Price} EUR.")]
        public static partial void Created(ILogger logger, Guid orderId, string carrier, decimal price);

        [LoggerMessage(LogLevel.Warning, "Order {OrderId}: no quote from {Carrier}: {Failure}, {Detail}")]
        public static partial void NoQuote(ILogger logger, Guid orderId, string carrier, QuoteFailure? failure, string? detail);
    }
}
