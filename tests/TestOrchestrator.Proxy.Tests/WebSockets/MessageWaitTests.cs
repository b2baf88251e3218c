using System.Diagnostics;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.WebSockets;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.WebSockets;

[TestClass]
public sealed class MessageWaitTests
{
    [TestMethod]
    public async Task A_message_that_has_passed_is_returned_at_once_and_one_to_come_when_it_does()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin listener = new();
        (RawConnection client, RawConnection origin) = await InspectionTests.OpenAsync(proxy, listener, "");
        using (client)
        using (origin)
        {
            await PassAsync(client, origin, "first");
            List<string> asked = [];

            Task<WebSocketMessage> past = proxy.Root.WaitForMessageAsync(r => r.Path("/socket"), m => m.Text == "first");
            Task<WebSocketMessage> coming = proxy.Root.WaitForMessageAsync(r => r.Path("/socket"), m =>
            {
                asked.Add(m.Text);
                return m.Text == "third";
            });

            Assert.IsTrue(past.IsCompleted);
            Assert.AreEqual(MessageDirection.Sent, (await past).Direction);
            Assert.IsFalse(coming.IsCompleted);
            await PassAsync(client, origin, "second");
            await PassAsync(client, origin, "third");
            Assert.AreEqual(3, (await coming.Soon()).Number);
            CollectionAssert.AreEqual(new[] { "first", "second", "third" }, asked, "Each message is shown once.");
        }
    }

    [TestMethod]
    public async Task Only_the_messages_of_fitting_WebSockets_in_the_scope_count()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using ProxyScope test = proxy.Root.OpenScope("test", ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"));
        await using ProxyScope other = proxy.Root.OpenScope("other");
        using RawOrigin listener = new();
        (RawConnection client, RawConnection origin) = await InspectionTests.OpenAsync(proxy, listener, "");
        using (client)
        using (origin)
        {
            await PassAsync(client, origin, "hello");

            Assert.IsTrue(proxy.Root.WaitForMessageAsync(r => r.Path("/socket"), m => true).IsCompleted);
            await Assert.ThrowsExactlyAsync<TimeoutException>(() => proxy.Root.WaitForMessageAsync(r => r.Path("/another"), m => true, TimeSpan.Zero));
            await Assert.ThrowsExactlyAsync<TimeoutException>(() => test.WaitForMessageAsync(r => r.Path("/socket"), m => true, TimeSpan.Zero));
        }
    }

    [TestMethod]
    public async Task Time_that_is_up_is_explained_by_what_was_seen()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
        using RawOrigin listener = new();
        (RawConnection client, RawConnection origin) = await InspectionTests.OpenAsync(proxy, listener, "");
        using (client)
        using (origin)
        {
            await PassAsync(client, origin, "hello");
            Task<WebSocketMessage> wait = proxy.Root.WaitForMessageAsync(r => r.Path("/socket"), m => m.Text == "bye", TimeSpan.FromSeconds(2));
            await PassAsync(client, origin, "how are you");
            await clock.TimerArmedAsync(TimeSpan.FromSeconds(2)).Soon();

            clock.Advance(TimeSpan.FromSeconds(2));

            Assert.AreEqual(
                """
                TO2250: Waited 2 s for a message of a WebSocket that fits ANY */socket in scope 'session'; 2 messages came, and none is the one.
                The last of them:
                  #1.1 sent text: hello
                  #1.2 sent text: how are you
                """,
                (await Assert.ThrowsExactlyAsync<TimeoutException>(() => wait.Soon())).Message);
        }
    }

    [TestMethod]
    public async Task Without_a_message_the_nearest_exchanges_are_shown()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        TimeoutException none = await Assert.ThrowsExactlyAsync<TimeoutException>(() => proxy.Root.WaitForMessageAsync(r => r.Path("/socket"), m => true, TimeSpan.Zero));

        Assert.AreEqual(
            "TO2250: Waited 0 s for a message of a WebSocket that fits ANY */socket in scope 'session'; no message came.\nThe scope has seen no exchange at all.",
            none.Message);
    }

    [TestMethod]
    public async Task Canceling_is_not_running_out_of_time()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using CancellationTokenSource canceled = new();
        Task<WebSocketMessage> wait = proxy.Root.WaitForMessageAsync(r => r, m => true, cancellationToken: canceled.Token);

        await canceled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => wait.Soon());
    }

    private static async Task PassAsync(RawConnection client, RawConnection origin, string text)
    {
        byte[] frame = WebSocketFrame.Text(text, masked: true);
        await client.SendAsync(frame.Raw());
        Assert.AreEqual(frame.Raw(), await origin.ReadAsync(frame.Length).Soon());
    }
}
