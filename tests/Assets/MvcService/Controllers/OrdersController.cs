using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace MvcService.Controllers;

[ApiController]
[Route("orders")]
public sealed class OrdersController : ControllerBase
{
    [HttpPost("{customer}")]
    public ActionResult<PlacedOrder> Post(string customer, [FromBody] NewOrder order, [FromQuery] Delivery delivery) =>
        new PlacedOrder(customer, order.Article, order.Quantity, delivery.Express);
}

public sealed record NewOrder
{
    [Required, StringLength(20)]
    public required string Article { get; init; }

    [Range(1, 10)]
    public int Quantity { get; init; }
}

public sealed record Delivery(bool Express);

public sealed record PlacedOrder(string Customer, string Article, int Quantity, bool Express);
