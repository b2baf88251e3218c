using System.Net;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Har;

[TestClass]
public sealed class HarTimingTests
{
    private static readonly ExchangeTimings s_plain = new() { StartedAt = default, RequestReceived = Ms(1), ResponseStarted = Ms(10), Completed = Ms(12) };
    private static readonly ConnectionTimings s_secured = new() { Begun = Ms(2), TlsBegun = Ms(5), Opened = Ms(8) };

    public static IEnumerable<(ExchangeTimings Timings, string Expected)> Phases() =>
    [
        (s_plain, "-1 -1 -1 1 9 2 = 12"),
        (s_plain with { Connection = s_secured }, "2 6 3 0 2 2 = 12"),
        (s_plain with { Connection = s_secured with { TlsBegun = null } }, "2 6 -1 0 2 2 = 12"),

        // The body goes on coming while, and after, the connection is opened.
        (s_plain with { Connection = s_secured, RequestReceived = Ms(9) }, "2 6 3 1 1 2 = 12"),
        (s_plain with { Connection = s_secured, RequestReceived = Ms(11) }, "2 6 3 3 0 1 = 12"),

        // Refused by the origin, or by TLS; and still trying.
        (s_plain with { Connection = new ConnectionTimings { Begun = Ms(2) }, ResponseStarted = null }, "2 10 -1 0 0 0 = 12"),
        (s_plain with { Connection = s_secured with { Opened = null }, ResponseStarted = null }, "2 10 7 0 0 0 = 12"),
        (s_plain with { Connection = s_secured with { Opened = null }, ResponseStarted = null, Completed = null }, "2 3 0 0 0 0 = 5"),

        // An answer that came before the request had ended.
        (s_plain with { RequestReceived = Ms(11) }, "-1 -1 -1 11 0 1 = 12"),
        (new ExchangeTimings { StartedAt = default }, "-1 -1 -1 0 0 0 = 0"),
    ];

    [TestMethod]
    [DynamicData(nameof(Phases))]
    public void The_phases_follow_each_other_and_add_up(ExchangeTimings timings, string expected)
    {
        HarTimings phases = HarTimings.Of(timings);

        Assert.AreEqual(expected, FormattableString.Invariant($"{phases.Blocked} {phases.Connect} {phases.Ssl} {phases.Send} {phases.Wait} {phases.Receive} = {phases.Total}"));
    }

    [TestMethod]
    [DataRow(false, 1)]
    [DataRow(true, 1)]
    [DataRow(true, 2)]
    public async Task Only_the_request_that_opened_the_connection_has_connected(bool tls, int version)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("hello", tls ? proxy.Authority : null);
        HttpClient client = proxy.Client(version == 2 ? HttpVersion.Version20 : HttpVersion.Version11);
        await client.GetStringAsync(origin.Address).Soon();
        await client.GetStringAsync(origin.Address).Soon();

        JsonNode har = JsonNode.Parse(await proxy.Root.HarAsync())!;

        HarValidator.Validate(har);
        JsonNode first = har["log"]!["entries"]![0]!["timings"]!;
        Assert.IsGreaterThanOrEqualTo(0.0, Phase(first, "connect"));
        Assert.AreEqual(tls, Phase(first, "ssl") >= 0);
        Assert.IsLessThanOrEqualTo(Phase(first, "connect"), Phase(first, "ssl"));
        JsonNode second = har["log"]!["entries"]![1]!["timings"]!;
        Assert.AreEqual("-1 -1 -1", $"{second["blocked"]} {second["connect"]} {second["ssl"]}");
        Assert.IsNotNull(proxy.Root.Exchanges[0].Timings.Connection?.Opened);
        Assert.IsNull(proxy.Root.Exchanges[1].Timings.Connection);
    }

    [TestMethod]
    public async Task An_origin_that_does_not_speak_HTTP_2_is_connected_to_twice_and_the_second_counts()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            context => context.Response.Body.WriteAsync("hello"u8.ToArray()).AsTask(), proxy.Authority, Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1);

        await proxy.Client(HttpVersion.Version20).GetStringAsync(origin.Address).Soon();

        ConnectionTimings connection = proxy.Root.Exchanges.Single().Timings.Connection!;
        Assert.IsNotNull(connection.TlsBegun);
        Assert.IsNotNull(connection.Opened);
        HarValidator.Validate(JsonNode.Parse(await proxy.Root.HarAsync())!);
    }

    [TestMethod]
    public async Task An_origin_that_cannot_be_reached_is_one_that_was_not_connected_to()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using ClosedPort closed = new();

        await proxy.Client().GetAsync(new Uri($"http://{closed.Authority}/")).Soon();

        ConnectionTimings connection = proxy.Root.Exchanges.Single().Timings.Connection!;
        Assert.IsNull(connection.Opened);
        HarValidator.Validate(JsonNode.Parse(await proxy.Root.HarAsync())!);
    }

    private static double Phase(JsonNode timings, string name) => timings[name]!.GetValue<double>();

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
