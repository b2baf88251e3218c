using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Forwarding;

[TestClass]
public sealed class StreamingTests
{
    private const int Megabyte = 1024 * 1024;

    [TestMethod]
    [DataRow("1.1")]
    [DataRow("2.0")]
    public async Task An_event_stream_passes_event_by_event(string version)
    {
        Channel<string> events = Channel.CreateUnbounded<string>();
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context =>
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.Body.FlushAsync();
                await foreach (string next in events.Reader.ReadAllAsync(context.RequestAborted))
                {
                    await context.Response.WriteAsync($"data: {next}\n\n");
                    await context.Response.Body.FlushAsync();
                }
            },
            proxy.Authority);
        using HttpResponseMessage response = await proxy.Client(Version.Parse(version)).GetAsync(origin.Address, HttpCompletionOption.ResponseHeadersRead).Soon();
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());

        foreach (string sent in new[] { "one", "two", "three" })
        {
            await events.Writer.WriteAsync(sent);
            Assert.AreEqual($"data: {sent}", await reader.ReadLineAsync().Soon());
            Assert.AreEqual("", await reader.ReadLineAsync().Soon());
        }

        // It has no end to wait for, so a wait is content with its beginning, and quiet does not mind it.
        RecordedExchange stream = await proxy.Root.WaitForAsync(r => r.Path("/"));
        Assert.IsFalse(stream.IsComplete);
        await proxy.Root.AssertOnceAsync(r => r.Path("/"), quiet: TimeSpan.Zero);
        events.Writer.Complete();
        Assert.AreEqual("", await reader.ReadToEndAsync().Soon());
        Assert.AreEqual("data: one\n\ndata: two\n\ndata: three\n\n", proxy.Root.Exchanges.Single().Response?.Text);
    }

    [TestMethod]
    public async Task An_upload_reaches_the_origin_while_it_is_sent()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\nContent-Length: 8\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await client.SendAsync("half");
        Assert.AreEqual("half", await received.ReadAsync(4).Soon());
        await client.SendAsync("done");
        Assert.AreEqual("done", await received.ReadAsync(4).Soon());
    }

    [TestMethod]
    public async Task Both_directions_flow_at_once_over_HTTP_2()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context =>
            {
                await context.Response.Body.FlushAsync();
                await context.Request.Body.CopyToAsync(context.Response.Body);
            },
            proxy.Authority);
        Channel<string> words = Channel.CreateUnbounded<string>();
        using HttpRequestMessage request = new(HttpMethod.Post, origin.Address) { Version = HttpVersion.Version20, Content = new ChannelContent(words.Reader) };
        using HttpResponseMessage response = await proxy.Client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Soon();
        Stream echo = await response.Content.ReadAsStreamAsync();

        foreach (string word in new[] { "ping", "pong" })
        {
            await words.Writer.WriteAsync(word);
            byte[] heard = new byte[word.Length];
            await echo.ReadExactlyAsync(heard).AsTask().Soon();
            Assert.AreEqual(word, Encoding.ASCII.GetString(heard));
        }

        words.Writer.Complete();
        Assert.AreEqual(0, await echo.ReadAsync(new byte[1]).AsTask().Soon());
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual("pingpong", exchange.Request.Text);
        Assert.AreEqual("pingpong", exchange.Response?.Text);
    }

    [TestMethod]
    public async Task An_origin_may_answer_before_it_has_been_asked_in_full()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("enough", proxy.Authority);
        HttpClient client = proxy.Client(HttpVersion.Version20);
        for (int i = 0; i < 10; i++)
        {
            Channel<string> words = Channel.CreateUnbounded<string>();
            await words.Writer.WriteAsync("begin");
            using HttpRequestMessage request = new(HttpMethod.Post, origin.Address) { Version = HttpVersion.Version20, Content = new ChannelContent(words.Reader) };

            using HttpResponseMessage response = await client.SendAsync(request).Soon();

            Assert.AreEqual("enough", await response.Content.ReadAsStringAsync().Soon());
            Assert.AreEqual("enough", await client.GetStringAsync(origin.Address).Soon());
            words.Writer.Complete();
        }

        Assert.IsTrue(proxy.Root.Exchanges.All(e => e is { Outcome: ExchangeOutcome.Forwarded, IsComplete: true }));
    }

    [TestMethod]
    [DoNotParallelize]
    [DataRow("1.1")]
    [DataRow("2.0")]
    public async Task Large_bodies_pass_in_bounded_memory(string version)
    {
        const int Megabytes = 100;
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context =>
            {
                byte[] block = new byte[Megabyte];
                long received = 0;
                int read;
                while ((read = await context.Request.Body.ReadAsync(block)) > 0)
                {
                    received += read;
                }

                context.Response.Headers["X-Received"] = $"{received}";
                for (int i = 0; i < Megabytes; i++)
                {
                    await context.Response.Body.WriteAsync(block);
                }
            },
            proxy.Authority);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        using HttpRequestMessage request = new(HttpMethod.Post, origin.Address) { Version = Version.Parse(version), Content = new RepeatedContent(Megabytes) };

        using HttpResponseMessage response = await proxy.Client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Stream body = await response.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[Megabyte];
        long total = 0;
        int count;
        while ((count = await body.ReadAsync(buffer)) > 0)
        {
            total += count;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
        }

        Assert.AreEqual(Megabytes * (long)Megabyte, total);
        Assert.AreEqual($"{Megabytes * (long)Megabyte}", response.Headers.GetValues("X-Received").Single());
        Assert.IsLessThan(40L * Megabyte, most);
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual(Megabyte, exchange.Response?.Body.Length);
        Assert.AreEqual(Megabytes * (long)Megabyte, exchange.Response?.BodyLength);
        Assert.AreEqual(BodyCapture.Truncated, exchange.Response?.BodyCapture);
        Assert.AreEqual(BodyCapture.Truncated, exchange.Request.BodyCapture);
    }

    private sealed class ChannelContent(ChannelReader<string> words) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            await foreach (string word in words.ReadAllAsync())
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(word));
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class RepeatedContent(int megabytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            byte[] block = new byte[Megabyte];
            for (int i = 0; i < megabytes; i++)
            {
                await stream.WriteAsync(block);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = megabytes * (long)Megabyte;
            return true;
        }
    }
}
