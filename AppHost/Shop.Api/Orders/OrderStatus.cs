namespace Shop.Api.Orders;

/// <summary>accepted, charged, fulfilled; or declined by the payment provider; or failed, and a person has to look at it.</summary>
internal enum OrderStatus
{
    Accepted,
    Charged,
    Fulfilled,
    Declined,
    Failed,
}
