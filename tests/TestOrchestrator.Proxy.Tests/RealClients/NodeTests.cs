using System.Text;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.RealClients;

[TestClass]
public sealed class NodeTests
{
    [TestMethod]
    public async Task A_tunnel_made_by_hand_is_seen_through()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Post("https://api.example.com/orders").Json("$.n", 1)).Respond(j => j.Status(201).Json(new { id = 7 }));

        // Before Node 24 nothing of Node reads the proxy's variables; the libraries that do, do it like this.
        const string Script = """
            const http = require('http'), https = require('https'), tls = require('tls');
            const proxy = new URL(process.env.HTTPS_PROXY);
            http.request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: 'api.example.com:443' }).on('connect', (answer, socket) => {
              const secure = tls.connect({ socket, servername: 'api.example.com' }, () => {
                const request = https.request({ host: 'api.example.com', defaultPort: 443, path: '/orders', method: 'POST', headers: { 'Content-Type': 'application/json' }, createConnection: () => secure }, response => {
                  let text = '';
                  response.on('data', part => text += part).on('end', () => { console.log(secure.authorized, response.statusCode, text); socket.destroy(); });
                });
                request.end('{"n":1}');
              });
            }).end();
            """;

        Assert.AreEqual("true 201 {\"id\":7}\n", await RealProgram.RunAsync(proxy, "node", "-e", Script));
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    public async Task A_plain_request_in_absolute_form_streams()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Get("http://api.example.com/events")).Respond(j => j.Stream((_, _) => Events(), "text/event-stream"));
        const string Script = """
            const proxy = new URL(process.env.HTTP_PROXY);
            require('http').get({ host: proxy.hostname, port: proxy.port, path: 'http://api.example.com/events', headers: { Host: 'api.example.com' } }, response => {
              let text = '';
              response.setEncoding('utf8').on('data', part => text += part).on('end', () => console.log(JSON.stringify(text)));
            });
            """;

        Assert.AreEqual("\"data: 1\\n\\ndata: 2\\n\\n\"\n", await RealProgram.RunAsync(proxy, "node", "-e", Script));
    }

    [TestMethod]
    public async Task HTTP_2_of_Node_passes_in_a_tunnel()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Get("https://api.example.com/*")).Respond(request => new MockResponse().Text(request.Url.AbsolutePath));

        // Three streams at once.
        const string Script = """
            const http = require('http'), http2 = require('http2'), tls = require('tls');
            const proxy = new URL(process.env.HTTPS_PROXY);
            http.request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: 'api.example.com:443' }).on('connect', (answer, socket) => {
              const session = http2.connect('https://api.example.com', { createConnection: () => tls.connect({ socket, servername: 'api.example.com', ALPNProtocols: ['h2'] }) });
              const ask = path => new Promise(done => {
                let text = '';
                session.request({ ':path': path }).setEncoding('utf8').on('data', part => text += part).on('end', () => done(text));
              });
              Promise.all(['/1', '/2', '/3'].map(ask)).then(answers => { console.log(answers.join(' ')); session.close(); });
            }).end();
            """;

        Assert.AreEqual("/1 /2 /3\n", await RealProgram.RunAsync(proxy, "node", "-e", Script));
        Assert.IsTrue(proxy.Root.Exchanges.All(e => e.Request.Protocol == "HTTP/2"), string.Join(' ', proxy.Root.Exchanges.Select(e => e.Request.Protocol)));
    }

    [TestMethod]
    public async Task fetch_uses_the_proxy_where_Node_reads_the_variables()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.When(r => r.Get("https://api.example.com/hello")).Respond(j => j.Text("hello"));
        string reads = await RealProgram.RunAsync(proxy, "node", "-p", "process.allowedNodeEnvironmentFlags.has('--use-env-proxy')");
        if (reads.Trim() != "true")
        {
            Assert.Inconclusive($"Node {(await RealProgram.RunAsync(proxy, "node", "-p", "process.version")).Trim()} does not read the variables of proxies; 24 and later do.");
        }

        Assert.AreEqual("hello\n", await RealProgram.RunAsync(proxy, "node", "-e", "fetch('https://api.example.com/hello').then(r => r.text()).then(console.log)"));
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Events()
    {
        yield return Encoding.ASCII.GetBytes("data: 1\n\n");
        await Task.Yield();
        yield return Encoding.ASCII.GetBytes("data: 2\n\n");
    }
}
