using System.Net;
using System.Text;
using Shop.Tests.Support;

namespace Shop.Tests.Ordering;

[DistributedTestClass<Projects.AppHost>]
public sealed class OrderValidationTests : OutsideTests
{
    [TestMethod]
    [DataRow("""{"quantity":1}""", "sku: A sku is required.")]
    [DataRow("""{"sku":"","quantity":1}""", "sku: A sku is required.")]
    [DataRow("""{"sku":"Book","quantity":1}""", "sku: 'Book' is not a sku: it is 2 to 32 lower-case letters, digits and hyphens, and begins with a letter.")]
    [DataRow("""{"sku":"b","quantity":1}""", "sku: 'b' is not a sku: it is 2 to 32 lower-case letters, digits and hyphens, and begins with a letter.")]
    [DataRow("""{"sku":"teapot","quantity":1}""", "sku: There is no product 'teapot'.")]
    [DataRow("""{"sku":"book"}""", "quantity: The quantity is 0; it must be 1 to 100.")]
    [DataRow("""{"sku":"book","quantity":-1}""", "quantity: The quantity is -1; it must be 1 to 100.")]
    [DataRow("""{"sku":"book","quantity":101}""", "quantity: The quantity is 101; it must be 1 to 100.")]
    [DataRow("""{"sku":"2","quantity":0}""", "sku: '2' is not a sku: it is 2 to 32 lower-case letters, digits and hyphens, and begins with a letter.\nquantity: The quantity is 0; it must be 1 to 100.")]
    public async Task A_wrong_order_is_refused_and_told_all_that_is_wrong(TestApp app, string order, string errors)
    {
        using ShopClient shop = new(app);

        using HttpResponseMessage answer = await shop.Http.PostAsync("orders", Json(order));

        Assert.AreEqual(Refusal.Invalid(errors), await Refusal.ReadAsync(answer));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("""{"sku":"book","quantity":"many"}""")]
    [DataRow("""{"sku":"book","quantity":1.5}""")]
    public async Task What_is_not_an_order_is_a_bad_request(TestApp app, string body)
    {
        using ShopClient shop = new(app);

        using HttpResponseMessage answer = await shop.Http.PostAsync("orders", Json(body));

        Assert.AreEqual(new Refusal(HttpStatusCode.BadRequest, "Bad Request"), await Refusal.ReadAsync(answer));
    }

    [TestMethod]
    public async Task A_customer_has_at_most_200_characters(TestApp app)
    {
        using ShopClient shop = new(app);

        Refusal refusal = await shop.PlaceRefusedOrderAsync("pen", customer: new('a', 201));

        Assert.AreEqual(Refusal.Invalid("customer: The customer has 201 characters, the limit is 200."), refusal);
        await shop.PlaceOrderAsync("pen", customer: new('a', 200));
    }

    [TestMethod]
    public async Task A_key_has_at_most_128_characters(TestApp app)
    {
        using ShopClient shop = new(app);

        Refusal refusal = await shop.PlaceRefusedOrderAsync("pen", key: new('k', 129));

        Assert.AreEqual(Refusal.Invalid("Idempotency-Key: The key has 129 characters; it must have 1 to 128."), refusal);
        await shop.PlaceOrderAsync("pen", key: new('k', 128));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(100)]
    public async Task The_smallest_and_the_largest_order_are_accepted(TestApp app, int quantity)
    {
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync("pen", quantity);

        Assert.AreEqual(quantity, (await shop.GetOrderAsync(id)).Quantity);
    }

    [TestMethod]
    public async Task A_refused_order_leaves_nothing_behind(TestApp app)
    {
        using ShopClient shop = new(app);

        await shop.PlaceRefusedOrderAsync("lamp", quantity: 101);

        Assert.DoesNotContain(order => order.Sku == "lamp", await shop.ListOrdersAsync());
        Assert.AreEqual(5, await shop.CountAsync("lamp"));
        await app.Proxy.AssertNoneAsync(r => r);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
