namespace Shop.Tests.Support;

/// <summary>The payment provider, which the shop asks to charge each order.</summary>
internal static class PaymentProvider
{
    public static RequestPattern Charge(RequestPattern r) => r.Post("https://payments.example.com/charges");

    public static MockResponse Accept(MockResponse response) => response.Json(new { id = "ch_1" });

    public static MockResponse Decline(MockResponse response) => response.Status(402).Json(new { reason = "the card has expired" });

    public static Answer Accepted { get; } = Answer.Json(new { id = "ch_1" });

    public static Answer Declined { get; } = Answer.Json(new { reason = "the card has expired" }, 402);

    /// <summary>Gets for which order a charge is.</summary>
    public static Guid OrderOf(RecordedRequest charge) => charge.Json["orderId"]!.GetValue<Guid>();
}
