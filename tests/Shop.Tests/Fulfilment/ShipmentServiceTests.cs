using System.Net;
using System.Text.Json.Nodes;
using Shop.Tests.Support;

namespace Shop.Tests.Fulfilment;

/// <summary>Shop.Fulfilment by itself, as any service of the application can be tested.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class ShipmentServiceTests : OutsideTests
{
    [TestMethod]
    public async Task A_shipment_is_created_where_the_answer_says(TestApp app)
    {
        Guid order = Guid.NewGuid();
        using FulfilmentClient fulfilment = new(app);

        using HttpResponseMessage answer = await fulfilment.SendAsync(order, "lamp", quantity: 2);

        Assert.AreEqual(HttpStatusCode.Created, answer.StatusCode);
        Assert.AreEqual($"/shipments/{order}", answer.Headers.Location?.OriginalString);
        Assert.AreEqual(await answer.Content.ReadAsStringAsync(), await fulfilment.Http.GetStringAsync(answer.Headers.Location));
    }

    [TestMethod]
    public async Task An_order_is_shipped_once_however_often_it_is_asked_for(TestApp app)
    {
        Guid order = Guid.NewGuid();
        using FulfilmentClient fulfilment = new(app);
        using HttpResponseMessage first = await fulfilment.SendAsync(order);

        using HttpResponseMessage second = await fulfilment.SendAsync(order);

        Assert.AreEqual(HttpStatusCode.OK, second.StatusCode);
        Assert.AreEqual(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.AreEqual(3, app.Proxy.Count(Carriers.Any));
    }

    [TestMethod]
    public async Task Asked_for_twenty_times_at_once_it_is_created_once(TestApp app)
    {
        Guid order = Guid.NewGuid();
        using FulfilmentClient fulfilment = new(app);

        (HttpStatusCode Status, Guid Id)[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using HttpResponseMessage answer = await fulfilment.SendAsync(order);
            return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<Shipment>())!.Id);
        }));

        Assert.ContainsSingle(answers.Where(answer => answer.Status == HttpStatusCode.Created));
        Assert.ContainsSingle(answers.Select(answer => answer.Id).Distinct());
        await app.Proxy.AssertOnceAsync(StatisticsHost.Event);
    }

    [TestMethod]
    [DataRow("""{"sku":"pen","quantity":1}""", "orderId: An order id is required.")]
    [DataRow("""{"orderId":"01a1f8d8-53bc-7ac3-8bc1-de72c9bc24a6","sku":" ","quantity":1}""", "sku: A sku is required.")]
    [DataRow("""{"orderId":"01a1f8d8-53bc-7ac3-8bc1-de72c9bc24a6","sku":"pen","quantity":101}""", "quantity: The quantity is 101; it must be 1 to 100.")]
    [DataRow("{}", "orderId: An order id is required.\nsku: A sku is required.\nquantity: The quantity is 0; it must be 1 to 100.")]
    public async Task A_wrong_wish_is_refused_and_told_all_that_is_wrong(TestApp app, string wish, string errors)
    {
        using FulfilmentClient fulfilment = new(app);

        using HttpResponseMessage answer = await fulfilment.Http.PostAsJsonAsync("shipments", JsonNode.Parse(wish));

        Assert.AreEqual(Refusal.Invalid(errors), await Refusal.ReadAsync(answer));
    }

    [TestMethod]
    public async Task Without_a_quote_there_is_no_shipment_and_the_answer_tells_what_every_carrier_said(TestApp app)
    {
        Guid order = Guid.NewGuid();
        Outside.CarriersAnswer(new(500));
        using FulfilmentClient fulfilment = new(app);

        using HttpResponseMessage answer = await fulfilment.SendAsync(order);

        Assert.AreEqual(new Refusal(HttpStatusCode.ServiceUnavailable, "No quote", "No carrier gave a usable quote. Try again later."), await Refusal.ReadAsync(answer));
        Quote[] expected = [new("ext1", Failure: "status", Detail: "it answered 500"), new("ext2", Failure: "status", Detail: "it answered 500"), new("ext3", Failure: "status", Detail: "it answered 500")];
        CollectionAssert.AreEqual(expected, (await answer.Content.ReadFromJsonAsync<NoQuote>())!.Quotes);
        using HttpResponseMessage found = await fulfilment.Http.GetAsync($"shipments/{order}");
        Assert.AreEqual(new Refusal(HttpStatusCode.NotFound, "Not Found", $"There is no shipment for order '{order}'."), await Refusal.ReadAsync(found));
    }

    private sealed record NoQuote(Quote[] Quotes);
}
