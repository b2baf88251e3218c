using System.Net;
using Shop.Tests.Support;

namespace Shop.Tests.Ordering;

[DistributedTestClass<Projects.AppHost>]
public sealed class ProductTests
{
    [TestMethod]
    [DataRow("book", "A good book", 12.50, 100)]
    [DataRow("pen", "A blue pen", 1.20, 500)]
    [DataRow("lamp", "A reading lamp", 49.00, 5)]
    public async Task A_product_has_a_name_a_price_and_a_stock(TestApp app, string sku, string name, double price, long stock)
    {
        using ShopClient shop = new(app);

        Product product = await shop.GetProductAsync(sku);

        Assert.AreEqual(new Product(sku, name, (decimal)price, "EUR", stock), product);
    }

    [TestMethod]
    public async Task A_product_that_does_not_exist_is_not_found(TestApp app)
    {
        using ShopClient shop = new(app);

        using HttpResponseMessage answer = await shop.Http.GetAsync("products/teapot");

        Assert.AreEqual(new Refusal(HttpStatusCode.NotFound, "Not Found", "There is no product 'teapot'."), await Refusal.ReadAsync(answer));
    }
}
