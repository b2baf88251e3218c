using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Health;

namespace TestOrchestrator.Engine.Tests.Health;

[TestClass]
public sealed class TcpProbeTests
{
    [TestMethod]
    public async Task Somebody_who_listens_satisfies_it()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();

        Assert.IsTrue((await TcpProbe.LookAsync((IPEndPoint)listener.LocalEndpoint, CancellationToken.None)).IsSatisfied);
    }

    [TestMethod]
    public async Task A_refusal_is_told()
    {
        using Socket bound = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.AreEqual($"ConnectionRefused by {bound.LocalEndPoint}", (await TcpProbe.LookAsync((IPEndPoint)bound.LocalEndPoint!, CancellationToken.None)).Saw);
    }

    // The kernel drops connections to a server whose queue is full.
    [TestMethod]
    public async Task A_look_that_nobody_answers_can_be_given_up()
    {
        using Socket busy = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        busy.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        busy.Listen(0);
        using CancellationTokenSource given = new();
        Task<Observation>[] looks = [.. Enumerable.Range(0, 8).Select(_ => TcpProbe.LookAsync((IPEndPoint)busy.LocalEndPoint!, given.Token).AsTask())];

        await given.CancelAsync();

        await Task.WhenAll(looks.Select(look => look.ContinueWith(_ => { }, TaskScheduler.Default))).Soon();
        Assert.IsTrue(Array.Exists(looks, look => look.IsCanceled));
        Assert.IsFalse(Array.Exists(looks, look => look.IsFaulted));
    }
}
