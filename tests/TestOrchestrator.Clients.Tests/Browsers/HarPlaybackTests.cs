using Microsoft.Playwright;

namespace TestOrchestrator.Clients.Tests.Browsers;

[TestClass]
public sealed class HarPlaybackTests
{
    [TestMethod]
    public async Task A_browser_is_served_from_a_file_that_the_proxy_wrote()
    {
        await using BrowserRig rig = await BrowserRig.StartAsync();
        byte[] picture = [0x89, 0x50, 0x4E, 0x47, 0, 1, 0xFF];
        rig.Root.When(r => r.Post("https://shop.test/orders").Form("n", "1")).Respond(j => j.Status(201).Text("first"));
        rig.Root.When(r => r.Post("https://shop.test/orders").Form("n", "2")).Respond(j => j.Status(202).Text("s\u00E9cond \U0001F600"));
        rig.Root.When(r => r.Get("https://shop.test/picture")).Respond(j => j.Bytes(picture, "image/png"));
        rig.Root.When(r => r.Get("https://shop.test/old")).Respond(j => j.Status(302).Header("Location", "/new"));
        rig.Root.When(r => r.Get("https://shop.test/new")).Respond(j => j.Text("new"));
        rig.Root.When(r => r.Get("https://shop.test/price")).Modify(response: r => r.Json("$.price", 99));
        string har = rig.File("browser.har");
        string live;
        await using (Chromium recorded = await Chromium.StartAsync(rig.Session.Address, rig.Authority))
        {
            live = await VisitAsync(recorded);
        }

        await rig.Root.WriteHarAsync(har);

        // Nothing is let through: whatever the file does not answer fails.
        await rig.Session.DisposeAsync();
        await using Chromium chromium = await Chromium.StartAsync(proxy: null, authority: null);
        await chromium.Page.RouteFromHARAsync(har, new PageRouteFromHAROptions { NotFound = HarNotFound.Abort });
        string played = await VisitAsync(chromium);

        Assert.AreEqual("Shop|201 first|202 s\u00E9cond \U0001F600|image/png 137,80,78,71,0,1,255|new|{\"price\":99,\"currency\":\"EUR\"}", live);
        Assert.AreEqual(live, played);
    }

    [TestMethod]
    public async Task What_was_disturbed_or_upgraded_does_not_harm_the_rest_of_a_file()
    {
        await using BrowserRig rig = await BrowserRig.StartAsync();
        rig.Root.When(r => r.Get("https://shop.test/hello")).Respond(j => j.Text("hello"));
        rig.Root.Disturb(r => r.Path("/broken"), f => f.Reset());
        rig.Session.Hosts.Block("ads.test");
        string har = rig.File("broken.har");
        const string Visit = """
            async () => {
              const ask = url => fetch(url).then(r => r.text(), () => 'failed');
              return [await ask('/hello'), await ask('/broken'), await ask('https://ads.test/pixel')].join(' ');
            }
            """;
        await using (Chromium recorded = await Chromium.StartAsync(rig.Session.Address, rig.Authority))
        {
            await recorded.Page.GotoAsync("https://shop.test/");
            await recorded.RunAsync("""
                () => new Promise(done => {
                  const socket = new WebSocket('wss://shop.test/socket');
                  socket.onopen = () => socket.send('one');
                  socket.onmessage = () => socket.close();
                  socket.onclose = () => done('closed');
                })
                """);
            Assert.AreEqual("hello failed failed", await recorded.RunAsync(Visit));
        }

        await rig.Root.WriteHarAsync(har);
        await rig.Session.DisposeAsync();
        await using Chromium chromium = await Chromium.StartAsync(proxy: null, authority: null);
        await chromium.Page.RouteFromHARAsync(har, new PageRouteFromHAROptions { NotFound = HarNotFound.Abort });
        await chromium.Page.GotoAsync("https://shop.test/");

        // An entry without a response has status 0, as browsers write it; Playwright plays it as an empty response.
        Assert.AreEqual("hello  failed", await chromium.RunAsync(Visit));
    }

    private static async Task<string> VisitAsync(Chromium browser)
    {
        await browser.Page.GotoAsync("https://shop.test/");
        return await browser.RunAsync("""
            async () => {
              const order = async n => {
                const answer = await fetch('/orders', { method: 'POST', body: new URLSearchParams({ n }) });
                return `${answer.status} ${await answer.text()}`;
              };
              const picture = await fetch('/picture');
              const old = await fetch('/old');
              return [
                document.title, await order('1'), await order('2'),
                `${picture.headers.get('Content-Type')} ${new Uint8Array(await picture.arrayBuffer())}`,
                await old.text(),
                await (await fetch('/price')).text(),
              ].join('|');
            }
            """);
    }
}
