using Microsoft.Playwright;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Clients.Tests.Browsers;

[TestClass]
public sealed class ChromiumTests
{
    // A guard against hanging; it ends the events with an OperationCanceledException.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task What_a_page_fetches_is_mocked_modified_and_recorded()
    {
        await using BrowserRig rig = await BrowserRig.StartAsync();
        rig.Root.When(r => r.Post("https://shop.test/orders").Json("$.n", 1)).Respond(j => j.Status(201).Json(new { id = 7 }));
        rig.Root.When(r => r.Get("https://shop.test/price")).Modify(response: r => r.Json("$.price", 99).Header("X-Changed", "yes"));
        await using Chromium chromium = await Chromium.StartAsync(rig.Session.Address, rig.Authority);
        await chromium.Page.GotoAsync("https://shop.test/");

        string seen = await chromium.RunAsync("""
            async () => {
              const order = await fetch('/orders', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"n":1}' });
              const price = await fetch('/price');
              return [document.title, order.status, await order.text(), await price.text(), price.headers.get('X-Changed')].join(' ');
            }
            """);

        Assert.AreEqual("""Shop 201 {"id":7} {"price":99,"currency":"EUR"} yes""", seen);
        RecordedExchange order = await rig.Root.WaitForAsync(r => r.Post("/orders"));
        Assert.AreEqual(ExchangeOutcome.Mocked, order.Outcome);
        Assert.AreEqual("{\"n\":1}", order.Request.Text);
        RecordedExchange price = await rig.Root.WaitForAsync(r => r.Get("/price"));
        Assert.AreEqual("{\"price\":1.5,\"currency\":\"EUR\"}", price.OriginResponse?.Text);
        Assert.AreEqual("HTTP/2", price.Request.Protocol);
    }

    [TestMethod]
    public async Task The_messages_of_a_WebSocket_are_seen()
    {
        await using BrowserRig rig = await BrowserRig.StartAsync();
        await using Chromium chromium = await Chromium.StartAsync(rig.Session.Address, rig.Authority);
        await chromium.Page.GotoAsync("https://shop.test/");

        string heard = await chromium.RunAsync("""
            () => new Promise((done, failed) => {
              const socket = new WebSocket('wss://shop.test/socket');
              let text = '';
              socket.onopen = () => socket.send('one');
              socket.onmessage = e => { text += e.data; if (text.endsWith('two')) { socket.close(1000, 'enough'); } else { socket.send('two'); } };
              socket.onclose = e => done(`${text} ${e.code} ${e.wasClean}`);
              socket.onerror = () => failed(new Error('the WebSocket failed'));
            })
            """);

        Assert.AreEqual("echo oneecho two 1000 true", heard);
        RecordedExchange exchange = await rig.Root.WaitForAsync(r => r.Path("/socket"));
        Assert.AreEqual(
            "Sent one|Received echo one|Sent two|Received echo two",
            string.Join('|', exchange.Messages.Where(m => m.Opcode == WebSocketOpcode.Text).Select(m => $"{m.Direction} {m.Text}")));
    }

    [TestMethod]
    public async Task An_event_stream_reaches_the_page_event_by_event()
    {
        await using BrowserRig rig = await BrowserRig.StartAsync();
        await using Chromium chromium = await Chromium.StartAsync(rig.Session.Address, rig.Authority);
        await chromium.Page.GotoAsync("https://shop.test/");

        // The origin never ends the stream: that the events come at all shows that none is held.
        string heard = await chromium.RunAsync("""
            () => new Promise(done => {
              const source = new EventSource('/events');
              let text = '';
              source.onmessage = e => text += e.data + ' ';
              source.addEventListener('last', e => { source.close(); done(text + e.data); });
            })
            """);

        Assert.AreEqual("one two", heard);
        Assert.AreEqual("text/event-stream", (await rig.Root.WaitForAsync(r => r.Path("/events"))).Response?.Headers["Content-Type"]);
    }

    [TestMethod]
    public async Task A_browser_that_does_not_trust_shows_an_error_and_is_a_problem()
    {
        await using BrowserRig rig = await BrowserRig.StartAsync();
        await using Chromium chromium = await Chromium.StartAsync(rig.Session.Address, authority: null);

        PlaywrightException refused = await Assert.ThrowsAsync<PlaywrightException>(() => chromium.Page.GotoAsync("https://shop.test/"));

        Assert.Contains("ERR_CERT_AUTHORITY_INVALID", refused.Message);
        using CancellationTokenSource limit = new(s_limit, TimeProvider.System);
        await foreach (ProxyEvent problem in rig.Root.EventsAsync(cancellationToken: limit.Token))
        {
            if (problem.Kind == ProxyEventKind.Problem && $"{problem.Data["code"]}" == "TO2303")
            {
                break;
            }
        }

        Assert.IsTrue(rig.Root.Problems.Any(p => p.Code == "TO2303"));
    }

    [TestMethod]
    public async Task Events_tell_what_the_page_did_while_it_did_it()
    {
        await using BrowserRig rig = await BrowserRig.StartAsync();
        await using Chromium chromium = await Chromium.StartAsync(rig.Session.Address, rig.Authority);
        rig.Root.When(r => r.Get("/hello")).Respond(j => j.Text("hello"));
        await chromium.Page.GotoAsync("https://shop.test/");
        long before = rig.Root.LastEvent;

        Assert.AreEqual("hello", await chromium.RunAsync("() => fetch('/hello').then(r => r.text())"));

        // Those of this exchange alone: a browser asks its maker for this and that by itself.
        RecordedExchange exchange = await rig.Root.WaitForAsync(r => r.Get("https://shop.test/hello"));
        List<ProxyEventKind> kinds = [];
        using CancellationTokenSource limit = new(s_limit, TimeProvider.System);
        await foreach (ProxyEvent happened in rig.Root.EventsAsync(before, cancellationToken: limit.Token).Where(e => e.Exchange == exchange.Number))
        {
            kinds.Add(happened.Kind);
            if (happened.Kind == ProxyEventKind.Response)
            {
                break;
            }
        }

        Assert.AreEqual("Request Mock Response", string.Join(' ', kinds));
    }
}
