using System.Collections.Concurrent;
using System.Net;

namespace TestOrchestrator.Nursery.Interception;

/// <summary>Leads what a program, and all that came from it, connects to outside of this machine to a proxy. Thread-safe.</summary>
/// <param name="listener">Where attempts are heard of; closed at the end.</param>
/// <param name="proxy">The proxy.</param>
/// <param name="nameServer">Who answers for names.</param>
internal sealed class ConnectWatch(int listener, IPEndPoint proxy, NameServer nameServer)
{
    private const int NoEntry = 2;
    private const int AccessDenied = 13;
    private const int NetworkUnreachable = 101;
    private const int GreetingStack = 256 * 1024;

    // A kernel before 5.19 lets a signal interrupt a call that we carry out, and the program begins it again: it is told how the first
    // went.
    private readonly ConcurrentDictionary<ulong, Lazy<int>> _untold = new();

    /// <summary>Begins; it ends when nobody is left who could connect.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = "connects" }.Start();

    private void Run()
    {
        while (Seccomp.Wait(listener))
        {
            if (Seccomp.Receive(listener) is { } attempt)
            {
                Handle(attempt);
            }
        }

        _ = SocketCalls.Close(listener);
    }

    private void Handle(ConnectAttempt attempt)
    {
        Span<byte> name = stackalloc byte[SocketName.MaxLength];
        name = name[..SocketCalls.ReadMemory(attempt.Thread, attempt.Address, name[..Math.Clamp(attempt.Length, 0, SocketName.MaxLength)])];
        if (!Seccomp.IsValid(listener, attempt))
        {
            return;
        }

        if (Directions.Of(name) is { } plain)
        {
            Finish(attempt, plain, NoEntry);
            return;
        }

        // What is borrowed is the attempt's own as long as the attempt stands; a number that was reused would lend a stranger's.
        BorrowedSocket? socket = BorrowedSocket.Of(attempt);
        if (socket is not null && Seccomp.IsValid(listener, attempt) && SocketName.Endpoint(name) is { } endpoint)
        {
            Lead(attempt, socket, endpoint);
            return;
        }

        // A program that hides from us, or has ended. It is not to reach unseen what others do not.
        socket?.Dispose();
        Seccomp.Answer(listener, attempt, AccessDenied);
    }

    private void Lead(ConnectAttempt attempt, BorrowedSocket socket, IPEndPoint endpoint)
    {
        Direction direction = socket.IsStream ? Directions.OfStream(endpoint)
            : socket.IsDatagrams ? Directions.OfDatagrams(endpoint)
            : Direction.Direct;
        if (direction == Direction.Proxy)
        {
            // Not here: the proxy may take its time, and others want to connect, too. Nor in the pool, which is slow to add threads.
            new Thread(() => ToProxy(attempt, socket, endpoint), GreetingStack) { IsBackground = true, Name = "greeting" }.Start();
            return;
        }

        using (socket)
        {
            if (direction == Direction.NameServer)
            {
                Seccomp.Answer(listener, attempt, socket.Connect(nameServer.Endpoint));
            }
            else
            {
                Finish(attempt, direction, NetworkUnreachable);
            }
        }
    }

    private void ToProxy(ConnectAttempt attempt, BorrowedSocket socket, IPEndPoint endpoint)
    {
        using (socket)
        {
            string host = nameServer.Names.TryFind(endpoint.Address, out string? name) ? name : endpoint.Address.ToString();
            Lazy<int> greeting = _untold.GetOrAdd(socket.Cookie, _ => new(() => ProxyGreeting.Run(socket, proxy, host, endpoint.Port)));
            int error = greeting.Value;
            if (Seccomp.Answer(listener, attempt, error) || error != 0)
            {
                _untold.TryRemove(new(socket.Cookie, greeting));
            }
        }
    }

    private void Finish(ConnectAttempt attempt, Direction direction, int errorOfNowhere)
    {
        if (direction == Direction.Nowhere)
        {
            Seccomp.Answer(listener, attempt, errorOfNowhere);
        }
        else
        {
            Seccomp.LetThrough(listener, attempt);
        }
    }
}
