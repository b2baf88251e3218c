using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Fuzzing;

[TestClass]
public sealed class BoundedMemoryTests
{
    [TestMethod]
    public async Task However_much_comes_what_is_kept_stays_within_its_limits()
    {
        const int Exchanges = 400;
        ProxySessionLimits limits = new() { MaxExchanges = 50, MaxBodyBytes = 100, MaxSessionBodyBytes = 2_000 };
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Limits = limits });
        proxy.Root.When(r => r).Respond(request => new MockResponse().Bytes(new byte[request.Body.Length]));
        HttpClient client = proxy.Client();
        for (int i = 1; i <= Exchanges; i++)
        {
            using HttpResponseMessage response = await client.PostAsync(new Uri("http://h/"), new ByteArrayContent(new byte[i % 200])).Soon();
        }

        IReadOnlyList<RecordedExchange> kept = proxy.Root.Exchanges;
        CollectionAssert.AreEqual(Enumerable.Range(Exchanges - 49, 50).Select(n => (long)n).ToArray(), kept.Select(e => e.Number).ToArray());
        Assert.IsLessThanOrEqualTo(2_000L, kept.Sum(e => (long)e.Request.Body.Length + e.Response!.Body.Length));
        foreach (RecordedExchange exchange in kept)
        {
            // The length is known whatever was kept, and what is missing is marked.
            int length = (int)(exchange.Number % 200);
            Assert.AreEqual(length, exchange.Request.BodyLength);
            Assert.AreEqual(exchange.Request.BodyCapture == BodyCapture.Whole, exchange.Request.Body.Length == length);
            Assert.IsTrue(exchange.Request.BodyCapture != BodyCapture.Truncated || exchange.Request.Body.Length == 100);
            Assert.IsTrue(exchange.Request.BodyCapture != BodyCapture.Dropped || exchange.Request.Body.IsEmpty);
        }

        Assert.AreEqual(BodyCapture.Dropped, kept[0].Request.BodyCapture);
    }
}
