using System.Net.Sockets;
using System.Threading.Channels;
using TestOrchestrator.Postgres.Gateway;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Postgres.Tests.Gateway;

[TestClass]
public sealed class AcceptLoopTests : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly ManualTimeProvider _clock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<Func<Socket>> _answers = Channel.CreateUnbounded<Func<Socket>>();
    private readonly List<Socket> _served = [];
    private int _tries;

    public void Dispose()
    {
        _served.ForEach(s => s.Dispose());
        _closing.Dispose();
    }

    [TestMethod]
    public async Task Without_a_file_descriptor_it_pauses_before_each_further_try()
    {
        Task loop = RunAsync();
        for (int tries = 1; tries <= 3; tries++)
        {
            Answer(() => throw new SocketException((int)SocketError.TooManyOpenSockets));
            await _clock.TimerArmedAsync(s_pause).Soon();
            Assert.AreEqual(tries, Volatile.Read(ref _tries));
            _clock.Advance(s_pause);
        }

        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Answer(() => client);
        await Eventually.IsTrueAsync(() => _tries == 5);

        Assert.AreSame(client, _served.Single());
        await CloseAsync(loop);
    }

    [TestMethod]
    public async Task A_pause_ends_when_the_gateway_closes()
    {
        Task loop = RunAsync();
        Answer(() => throw new SocketException((int)SocketError.TooManyOpenSockets));
        await _clock.TimerArmedAsync(s_pause).Soon();

        await _closing.CancelAsync();

        await loop.Soon();
        Assert.AreEqual(1, _tries);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task It_ends_with_its_listener(bool isDisposed)
    {
        Task loop = RunAsync();
        await _closing.CancelAsync();

        Answer(() => throw (isDisposed ? new ObjectDisposedException("listener") : new SocketException((int)SocketError.OperationAborted)));

        await loop.Soon();
        Assert.AreEqual(1, _tries);
    }

    private Task RunAsync() => AcceptLoop.RunAsync(AcceptAsync, _served.Add, _clock, _closing.Token);

    private async Task<Socket> AcceptAsync()
    {
        Interlocked.Increment(ref _tries);
        return (await _answers.Reader.ReadAsync())();
    }

    private void Answer(Func<Socket> answer) => Assert.IsTrue(_answers.Writer.TryWrite(answer));

    private async Task CloseAsync(Task loop)
    {
        await _closing.CancelAsync();
        Answer(() => throw new ObjectDisposedException("listener"));
        await loop.Soon();
    }
}
