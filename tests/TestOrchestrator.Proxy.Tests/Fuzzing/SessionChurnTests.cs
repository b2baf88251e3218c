using System.Net.NetworkInformation;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Fuzzing;

[TestClass]
[DoNotParallelize]
public sealed class SessionChurnTests
{
    [TestMethod]
    public async Task Sessions_that_have_ended_leave_nothing_behind()
    {
        const int Sessions = 200;
        await using TestProxy proxy = await TestProxy.StartAsync();
        List<int> ports = [];
        List<WeakReference> ended = [];
        for (int i = 0; i < Sessions; i++)
        {
            (int port, WeakReference session) = await UseAsync(proxy);
            ports.Add(port);
            ended.Add(session);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // The last ones may still be in a register or a cache of the runtime.
        Assert.IsLessThan(Sessions / 10, ended.Count(s => s.IsAlive));
        HashSet<int> listening = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(l => l.Port)];

        // Somebody else may have taken one of them meanwhile.
        Assert.IsLessThan(Sessions / 10, ports.Count(listening.Contains));
    }

    [TestMethod]
    public async Task Nothing_is_pending_when_a_session_has_ended()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin silent = new();
        Task<HttpResponseMessage> asked = proxy.Client().GetAsync(new Uri($"http://{silent.Authority}/"));
        using RawConnection received = await silent.AcceptAsync().Soon();

        await proxy.Session.DisposeAsync().AsTask().Soon();

        Assert.AreEqual(ExchangeOutcome.Aborted, proxy.Root.Exchanges.Single().Outcome);
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => asked);
    }

    private static async Task<(int Port, WeakReference Session)> UseAsync(TestProxy proxy)
    {
        ProxySession session = await proxy.Server.OpenSessionAsync(new ProxySessionOptions { Name = "short" });
        session.Root.When(r => r).Respond(j => j.Text("hello"));
        using (RawConnection client = await RawConnection.ConnectAsync(session))
        {
            await client.SendAsync("GET http://h/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), "hello");
        }

        await session.DisposeAsync();
        return (session.Endpoint.Port, new WeakReference(session));
    }
}
