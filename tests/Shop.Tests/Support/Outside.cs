using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Recordings;

namespace Shop.Tests.Support;

/// <summary>Everything outside of the shop, as one test has it: all is well, but for what the test says.</summary>
/// <remarks>
/// By default nothing of it exists: the test is answered from its recording. <c>--recordings record</c> starts it as a server, and records what that answers;
/// <c>--recordings off</c> has it mocked.
/// </remarks>
internal sealed class Outside : IAsyncDisposable
{
    private static readonly string[] s_hosts = ["payments", "ext1", "ext2", "ext3", "stats", "fulfilment"];

    private readonly ConcurrentDictionary<string, (Answer[] InOrder, int Asked)> _said = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private OutsideServer? _server;
    private Redirection? _toServer;

    /// <summary>Puts it where the shop finds it.</summary>
    public async Task BeginAsync(ProxyScope proxy)
    {
        switch (proxy.Recording?.Mode)
        {
            case RecordingMode.Record or RecordingMode.Update:
                _server = await OutsideServer.StartAsync(AnswerTo);
                _toServer = proxy.Redirect("*.example.com", _server.Authority, preserveHost: true);
                break;
            case null:
                proxy.When(r => r.Host("*.example.com")).Respond(r => AnswerTo(r.Url, r.Text).Mocked());
                break;
        }
    }

    /// <summary>Says what a host answers: one after another, and the last one again and again.</summary>
    /// <param name="host">The host, without <c>.example.com</c>.</param>
    /// <param name="inOrder">The answers.</param>
    public void Answers(string host, params Answer[] inOrder)
    {
        Assert.Contains(host, s_hosts);
        _said[host] = (inOrder, 0);
    }

    /// <summary>Says what every carrier answers.</summary>
    public void CarriersAnswer(Answer answer)
    {
        Answers("ext1", answer);
        Answers("ext2", answer);
        Answers("ext3", answer);
    }

    /// <summary>Says what every carrier asks for, and how many days it takes.</summary>
    public void CarriersOffer((decimal Price, int Days) ext1, (decimal Price, int Days) ext2, (decimal Price, int Days) ext3)
    {
        Answers("ext1", Carriers.FromExt1(ext1.Price, ext1.Days));
        Answers("ext2", Carriers.FromExt2(ext2.Price, $"P{ext2.Days}D"));
        Answers("ext3", Carriers.FromExt3(ext3.Price, ext3.Days));
    }

    public ValueTask DisposeAsync()
    {
        _toServer?.Remove();
        return _server?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private Answer AnswerTo(Uri url, string body)
    {
        string host = url.Host.Split('.')[0];
        if (!_said.ContainsKey(host))
        {
            return AllIsWell(host, url, body);
        }

        (Answer[] inOrder, int asked) = _said.AddOrUpdate(host, _ => throw new KeyNotFoundException(host), (_, said) => (said.InOrder, said.Asked + 1));
        return inOrder[Math.Min(asked, inOrder.Length) - 1];
    }

    private Answer AllIsWell(string host, Uri url, string body) => host switch
    {
        "payments" => Charged(JsonNode.Parse(body)!),
        "ext1" => Carriers.FromExt1(12.50m, 3),

        // Heavy parcels are dear there.
        "ext2" => Carriers.FromExt2(Weight(url) > 20_000 ? 19.80m : 9.90m, "P2D"),
        "ext3" => Carriers.FromExt3(11.00m, 1),
        _ => new(204),
    };

    // As with the test cards of payment providers, it depends on whose it is what becomes of a charge.
    private Answer Charged(JsonNode charge) => charge["customer"]?.GetValue<string>() switch
    {
        TestCustomer.CardExpired => Answer.Json(new { reason = "the card has expired" }, 402),
        TestCustomer.OnlySecondTry when _attempts.AddOrUpdate(charge["orderId"]!.GetValue<string>(), 1, (_, n) => n + 1) == 1 => new(503),
        _ => Answer.Json(new { id = "ch_1" }),
    };

    private static int Weight(Uri url) => int.Parse(url.Query["?weight=".Length..], CultureInfo.InvariantCulture);
}
