using System.Text.Json;
using TestOrchestrator.Proxy.Client;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlExpectationTests
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(50);

    [TestMethod]
    public async Task A_wait_ends_with_the_exchange_that_comes()
    {
        await using ControlRig rig = await RigAsync();
        Task<IReadOnlyList<ExchangeReport>> wait = rig.Session.WaitForAsync(new Predicates { Command = "/wanted", Method = ["POST"] }, timeout: TimeSpan.FromMinutes(1));
        HttpClient client = rig.Proxy.Client();

        await client.GetStringAsync("http://a.test/other");
        Assert.IsFalse(wait.IsCompleted);
        using HttpResponseMessage response = await client.PostAsync("http://a.test/wanted?a=%2f", new StringContent("of the client"));

        ExchangeReport exchange = (await wait.Soon()).Single();
        Assert.AreEqual("http://a.test/wanted?a=%2f", exchange.Request.Url);
        Assert.AreEqual("of the client", exchange.Request.Body.Text);
        Assert.AreEqual((200, "a", "mocked", true), (exchange.Response!.Status, exchange.Response.Body.Text, exchange.Outcome, exchange.Complete));
        Assert.AreEqual("text/plain; charset=utf-8", exchange.Response.Headers.Single(h => h.Name == "Content-Type").Value);
    }

    [TestMethod]
    public async Task A_wait_that_takes_too_long_compares_what_came()
    {
        await using ControlRig rig = await RigAsync();
        await rig.Proxy.Client().GetStringAsync("http://a.test/other");

        ProxyControlException late = await Assert.ThrowsExactlyAsync<ProxyControlException>(
            () => rig.Session.WaitForAsync(new Predicates { Command = "/wanted" }, timeout: TimeSpan.FromMilliseconds(50)));

        Assert.AreEqual((409, "TO2401"), (late.Status, late.Code));
        StringAssert.Contains(late.Message, "GET http://a.test/other");
    }

    [TestMethod]
    public async Task A_wait_ends_with_its_client()
    {
        await using ControlRig rig = await RigAsync();
        using CancellationTokenSource end = new();
        Task wait = rig.Session.WaitForAsync(timeout: TimeSpan.FromHours(1), cancellationToken: end.Token);

        await end.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => wait.Soon());
    }

    [TestMethod]
    [DataRow(0, 0, null)]
    [DataRow(1, 1, null)]
    [DataRow(3, 3, null)]
    [DataRow(0, 1, "TO2404")]
    [DataRow(1, 0, "TO2402")]
    [DataRow(1, 2, "TO2403")]
    [DataRow(3, 2, "TO2401")]
    [DataRow(2, 3, "TO2614")]
    public async Task Assertions_count(int expected, int sent, string? code)
    {
        await using ControlRig rig = await RigAsync();
        for (int i = 0; i < sent; i++)
        {
            await rig.Proxy.Client().GetStringAsync("http://a.test/counted");
        }

        // What must come has come already; where it has not, the wait need not be long.
        TimeSpan timeout = code is "TO2401" or "TO2402" ? TimeSpan.FromMilliseconds(50) : TimeSpan.FromMinutes(1);
        Task assertion = rig.Session.AssertAsync(new Predicates { Command = "/counted" }, expected, timeout, s_quiet);

        if (code is null)
        {
            await assertion.Soon();
        }
        else
        {
            ProxyControlException failed = await Assert.ThrowsExactlyAsync<ProxyControlException>(() => assertion.Soon());
            Assert.AreEqual((409, code), (failed.Status, failed.Code));
        }
    }

    [TestMethod]
    [DataRow("""{ "expect": "once", "quiet_sec": 0.05 }""", 204)]
    [DataRow("""{ "expect": "none", "predicates": { "host": "b.test" }, "quiet_sec": 0.05 }""", 204)]
    [DataRow("""{ "expect": "count", "count": 1, "quiet_sec": 0.05 }""", 204)]
    [DataRow("""{ "expect": "count" }""", 400)]
    [DataRow("""{ "expect": "once", "count": 1 }""", 400)]
    [DataRow("""{ }""", 400)]
    public async Task Assertions_say_what_they_expect(string body, int expected)
    {
        await using ControlRig rig = await RigAsync();
        await rig.Proxy.Client().GetStringAsync("http://a.test/");

        (int status, JsonElement answer) = await rig.PostAsync("sessions/current/assert", body);

        Assert.AreEqual(expected, status, answer.ToString());
    }

    [TestMethod]
    public async Task Exchanges_are_listed_by_what_is_asked()
    {
        await using ControlRig rig = await RigAsync();
        HttpClient client = rig.Proxy.Client();
        await client.GetStringAsync("http://a.test/1");
        await client.GetStringAsync("http://b.test/2");
        using (await client.PostAsync("http://a.test/3", new ByteArrayContent([0xff, 0xfe])))
        {
        }

        Assert.AreEqual("1 2 3", await NumbersAsync(rig, ""));
        Assert.AreEqual("1 3", await NumbersAsync(rig, "?host=a.test"));
        Assert.AreEqual("3", await NumbersAsync(rig, "?method=POST&command=/3"));
        Assert.AreEqual("2", await NumbersAsync(rig, "?after=1&limit=1"));
        (_, JsonElement listed) = await rig.GetAsync("sessions/current/exchanges?after=2");
        (_, JsonElement one) = await rig.GetAsync("sessions/current/exchanges/3");
        (int none, _) = await rig.GetAsync("sessions/current/exchanges/4");
        Assert.IsFalse(listed[0].GetProperty("request").GetProperty("body").TryGetProperty("base64", out _));
        Assert.AreEqual("//4=", one.GetProperty("request").GetProperty("body").GetProperty("base64").GetString());
        Assert.AreEqual(404, none);
    }

    [TestMethod]
    public async Task What_went_through_is_given_as_HAR()
    {
        await using ControlRig rig = await RigAsync();
        await rig.Proxy.Client().GetStringAsync("http://a.test/1");

        using JsonDocument har = JsonDocument.Parse(await rig.Session.HarAsync());

        Assert.AreEqual("http://a.test/1", har.RootElement.GetProperty("log").GetProperty("entries")[0].GetProperty("request").GetProperty("url").GetString());
    }

    private static async Task<ControlRig> RigAsync()
    {
        ControlRig rig = await ControlRig.StartAsync();
        await rig.Session.AddMockAsync(new MockDefinition { Response = new ResponseDefinition { Text = "a" } });
        return rig;
    }

    private static async Task<string> NumbersAsync(ControlRig rig, string query)
    {
        (_, JsonElement exchanges) = await rig.GetAsync($"sessions/current/exchanges{query}");
        return string.Join(" ", exchanges.EnumerateArray().Select(e => e.GetProperty("number").GetInt64()));
    }
}
