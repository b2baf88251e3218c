using Microsoft.Playwright;

namespace TestOrchestrator.Clients.Tests.Browsers;

[TestClass]
public sealed class DevToolsTests
{
    [TestMethod]
    public async Task The_network_panel_imports_a_file_that_the_proxy_wrote()
    {
        await using BrowserRig rig = await BrowserRig.StartAsync();
        rig.Root.When(r => r.Post("https://shop.test/orders").Form("n", "1")).Respond(j => j.Status(201).Text("s\u00E9cond \U0001F600"));
        rig.Root.When(r => r.Get("https://shop.test/picture")).Respond(j => j.Bytes(new byte[] { 1, 2, 255 }, "image/png"));
        rig.Root.When(r => r.Get("https://shop.test/price")).Modify(response: r => r.Json("$.price", 99));
        rig.Root.Disturb(r => r.Path("/broken"), f => f.Reset());
        await using Chromium chromium = await Chromium.StartAsync(rig.Session.Address, rig.Authority);
        await chromium.Page.GotoAsync("https://shop.test/");
        await chromium.RunAsync("""
            async () => {
              await (await fetch('/orders', { method: 'POST', body: new URLSearchParams({ n: '1' }) })).text();
              await (await fetch('/picture')).arrayBuffer();
              await (await fetch('/price')).text();
              await fetch('/broken').catch(() => {});
              return new Promise(done => {
                const socket = new WebSocket('wss://shop.test/socket');
                socket.onopen = () => socket.send('one');
                socket.onmessage = () => socket.close();
                socket.onclose = () => done('closed');
              });
            }
            """);
        string har = await rig.Root.HarAsync(TimeSpan.Zero);

        // The importer of the browser's own developer tools, which run as a page as well.
        await chromium.Page.GotoAsync("devtools://devtools/bundled/devtools_app.html", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        string imported = await chromium.RunAsync(
            """
            async text => {
              const har = await import('devtools://devtools/bundled/models/har/har.js');
              const lines = [];
              for (const request of har.Importer.Importer.requestsFromHARLog(new har.HARFormat.HARRoot(JSON.parse(text)).log)) {
                // A browser asks its maker for this and that by itself.
                if (new URL(request.url()).hostname !== 'shop.test') {
                  continue;
                }

                const content = await request.requestContentData();
                const frames = request.frames().filter(f => f.opCode === 1).map(f => `${f.type} ${f.text}`).join(', ');
                const body = request.resourceType().name() === 'image' ? content.base64 : content.text;
                lines.push([request.requestMethod, request.url(), request.statusCode, await request.requestFormData() ?? '', body ?? '', frames].join(' | '));
              }
              return lines.join('\n');
            }
            """,
            har);

        Assert.AreEqual(
            """
            GET | https://shop.test/ | 200 |  | <!doctype html><html><head><link rel=icon href=data:,><title>Shop</title></head><body>shop</body></html> | 
            POST | https://shop.test/orders | 201 | n=1 | sécond 😀 | 
            GET | https://shop.test/picture | 200 |  | AQL/ | 
            GET | https://shop.test/price | 200 |  | {"price":99,"currency":"EUR"} | 
            GET | https://shop.test/broken | 0 |  |  | 
            GET | wss://shop.test/socket | 101 |  |  | send one, receive echo one
            """,
            imported);
    }
}
