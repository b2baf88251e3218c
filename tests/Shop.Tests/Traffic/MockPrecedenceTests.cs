using Shop.Tests.Support;

namespace Shop.Tests.Traffic;

/// <summary>Which of several mocks answers: a test's before its class's, a class's before the app host's; within one of them the narrower one, then the newer one.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class MockPrecedenceTests
{
    private static void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        builder.WithPatientServices();
        builder.CreateResourceBuilder<InterceptingProxyResource>("proxy")
            .WithMock(PaymentProvider.Charge, j => j.Json(new { id = "of the application" }))
            .WithMock(Carriers.Ext1, j => j.Json(new { price = 1.11m, days = 1 }));
    }

    [ClassInitialize]
    public static async Task MockForTheClassAsync(TestContext context)
    {
        TestApp app = await context.GetAppAsync();
        app.Proxy.When(PaymentProvider.Charge).Respond(j => j.Json(new { id = "of the class" }));
    }

    [TestMethod]
    public async Task A_class_comes_before_its_application(TestApp app) => Assert.AreEqual("of the class", await ChargeIdAsync(app));

    [TestMethod]
    public async Task What_the_application_says_holds_where_nobody_says_otherwise(TestApp app)
    {
        using ShopClient shop = new(app);

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync("pen"), "fulfilled");

        Assert.AreEqual("ext1", order.Carrier);
    }

    [TestMethod]
    [DataRow("of the test")]
    [DataRow("of the same test with other data")]
    public async Task A_test_comes_before_its_class(TestApp app, string id)
    {
        app.Proxy.When(PaymentProvider.Charge).Respond(j => j.Json(new { id }));

        Assert.AreEqual(id, await ChargeIdAsync(app));
    }

    [TestMethod]
    public async Task The_last_word_counts_until_it_is_taken_back(TestApp app)
    {
        app.Proxy.When(PaymentProvider.Charge).Respond(j => j.Json(new { id = "of the test" }));
        Mock last = app.Proxy.When(PaymentProvider.Charge).Respond(j => j.Json(new { id = "on second thoughts" }));
        string? before = await ChargeIdAsync(app);

        last.Remove();

        Assert.AreEqual(("on second thoughts", "of the test"), (before, await ChargeIdAsync(app)));
        Assert.AreEqual(1, last.Calls);
    }

    [TestMethod]
    [DataRow(0, "narrow")]
    [DataRow(1, "broad")]
    public async Task A_broader_mock_comes_before_a_narrower_one_only_by_priority(TestApp app, int priority, string id)
    {
        app.Proxy.When(PaymentProvider.Charge).Respond(j => j.Json(new { id = "narrow" }));
        app.Proxy.When(r => r.Host("payments.example.com")).Priority(priority).Respond(j => j.Json(new { id = "broad" }));

        Assert.AreEqual(id, await ChargeIdAsync(app));
    }

    private static async Task<string?> ChargeIdAsync(TestApp app)
    {
        using ShopClient shop = new(app);
        return (await shop.WaitForAsync(await shop.PlaceOrderAsync("pen"), "fulfilled")).ChargeId;
    }
}
