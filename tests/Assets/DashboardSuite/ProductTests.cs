namespace DashboardSuite;

[DistributedTestClass<Projects.AppHost>]
public sealed class ProductTests
{
    [TestMethod]
    public async Task A_product_has_a_page(TestApp app)
    {
        using HttpClient api = app.CreateHttpClient("api");

        string product = await api.GetStringAsync(new Uri("products/book", UriKind.Relative));

        StringAssert.Contains(product, "book");
    }
}

[DistributedTestClass<Projects.AppHost>]
public sealed class FailingTests
{
    [TestMethod]
    public async Task A_product_is_free(TestApp app)
    {
        using HttpClient api = app.CreateHttpClient("api");

        string product = await api.GetStringAsync(new Uri("products/book", UriKind.Relative));

        StringAssert.Contains(product, "free of charge");
    }
}
