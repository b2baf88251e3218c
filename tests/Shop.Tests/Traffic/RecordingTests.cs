using System.Text.Json.Nodes;
using Shop.Tests.Support;

namespace Shop.Tests.Traffic;

[DistributedTestClass<Projects.AppHost>]
public sealed class RecordingTests
{
    private static void ConfigureApp(IDistributedApplicationBuilder builder) => builder.WithPatientServices();

    [ClassInitialize]
    public static Task AllIsWellAsync(TestContext context) => World.AllIsWellAsync(context);

    [TestMethod]
    public async Task A_charge_is_recorded_with_what_was_asked_and_what_was_answered(TestApp app)
    {
        Mock mock = app.Proxy.When(PaymentProvider.Charge).Respond(j => j.Status(201).Header("Request-Id", "42").Json(new { id = "ch_1" }));
        using ShopClient shop = new(app);

        await shop.PlaceOrderAsync("pen");

        RecordedExchange charge = await app.Proxy.WaitForAsync(PaymentProvider.Charge);
        Assert.AreEqual(("POST", "https://payments.example.com/charges"), (charge.Request.Method, charge.Request.Url.ToString()));
        Assert.AreEqual((201, """{"id":"ch_1"}""", "42"), (charge.Response!.Status, charge.Response.Text, charge.Response.Headers["request-id"]));
        Assert.AreEqual((ExchangeOutcome.Mocked, app.Proxy.Name), (charge.Outcome, charge.Scope));
        Assert.AreSame(mock, charge.Mock);
        Assert.AreEqual(1, mock.Calls);
    }

    [TestMethod]
    public async Task A_har_file_holds_the_whole_conversation_without_secrets(TestApp app)
    {
        app.Proxy.When(PaymentProvider.Charge).Respond(j => PaymentProvider.Accept(j).Header("Set-Cookie", "session=secret"));
        using ShopClient shop = new(app);
        Guid id = await shop.PlaceOrderAsync("pen", quantity: 3);
        await shop.WaitForAsync(id, "fulfilled");
        await app.Proxy.WaitForAsync(StatisticsHost.Event);
        string path = Path.Combine(app.Directory, "conversation.har");

        await app.Proxy.WriteHarAsync(path);

        JsonArray entries = JsonNode.Parse(await File.ReadAllTextAsync(path))!["log"]!["entries"]!.AsArray();
        string[] expected =
        [
            "POST https://payments.example.com/charges 200",
            "GET https://ext1.example.com/quotes?weight=1500 200",
            "GET https://ext2.example.com/quotes?weight=1500 200",
            "GET https://ext3.example.com/quotes?weight=1500 200",
            "POST https://stats.example.com/events 204",
        ];
        CollectionAssert.AreEquivalent(expected, entries.Select(e => $"{e!["request"]!["method"]} {e["request"]!["url"]} {e["response"]!["status"]}").ToArray());
        JsonNode charge = entries[0]!;
        Assert.AreEqual($$"""{"orderId":"{{id}}","sku":"pen","quantity":3,"amount":3.60,"currency":"EUR","customer":null}""", charge["request"]!["postData"]!["text"]!.GetValue<string>());
        Assert.AreEqual("""{"id":"ch_1"}""", charge["response"]!["content"]!["text"]!.GetValue<string>());
        JsonNode? cookie = charge["response"]!["headers"]!.AsArray().Single(header => header!["name"]!.GetValue<string>() == "Set-Cookie");
        Assert.AreEqual("[redacted]", cookie!["value"]!.GetValue<string>());
    }

    [TestMethod]
    public async Task What_never_came_is_told_with_what_came_instead(TestApp app)
    {
        using ShopClient shop = new(app);
        await shop.PlaceOrderAsync("pen");
        await app.Proxy.WaitForAsync(PaymentProvider.Charge);

        TimeoutException exception = await Assert.ThrowsExactlyAsync<TimeoutException>(
            () => app.Proxy.WaitForAsync(r => r.Post("https://payments.example.com/refunds"), TimeSpan.FromMilliseconds(1)));

        Assert.StartsWith("TO2401: Waited 0.001 s for 1 answered exchange that fits POST https://payments.example.com/refunds in scope", exception.Message);
        Assert.Contains("path: expected /refunds, seen /charges", exception.Message);
    }

    [TestMethod]
    public async Task A_second_call_where_one_was_expected_is_a_failure_that_shows_both(TestApp app)
    {
        using ShopClient shop = new(app);
        await shop.PlaceOrderAsync("pen");
        await shop.PlaceOrderAsync("pen");
        await app.Proxy.WaitForAsync(PaymentProvider.Charge, 2);

        ProxyAssertionException exception = await Assert.ThrowsExactlyAsync<ProxyAssertionException>(() => app.Proxy.AssertOnceAsync(PaymentProvider.Charge));

        Assert.AreEqual("TO2403", exception.Code);
        Assert.HasCount(2, exception.Message.Split('\n').Where(line => line.Contains("POST https://payments.example.com/charges -> ", StringComparison.Ordinal)));
    }
}
