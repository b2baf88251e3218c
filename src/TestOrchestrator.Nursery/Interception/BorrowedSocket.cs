using System.Globalization;
using System.Net;

namespace TestOrchestrator.Nursery.Interception;

/// <summary>The socket of another program, for a moment: what is done to it, that program finds done. Not thread-safe.</summary>
internal sealed class BorrowedSocket : IDisposable
{
    private const int SocketLevel = 1;
    private const int Type = 3;
    private const int PendingError = 4;
    private const int Domain = 39;
    private const int IPv6Level = 41;
    private const int IPv6Only = 26;
    private const int TypeStream = 1;
    private const int TypeDatagram = 2;
    private const int DomainIPv6 = 10;
    private const int InProgress = 115;
    private const int TimedOut = 110;
    private const string ThreadGroup = "Tgid:";

    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(10);

    private readonly int _descriptor;

    private BorrowedSocket(int descriptor)
    {
        _descriptor = descriptor;
        int type = SocketCalls.GetOption(descriptor, SocketLevel, Type);
        IsStream = type == TypeStream;
        IsDatagrams = type == TypeDatagram;
        Cookie = SocketCalls.GetCookie(descriptor);
    }

    public bool IsStream { get; }

    public bool IsDatagrams { get; }

    /// <summary>Gets what no other socket of the machine has.</summary>
    public ulong Cookie { get; }

    private bool IsIPv6 => SocketCalls.GetOption(_descriptor, SocketLevel, Domain) == DomainIPv6;

    /// <summary>Borrows the socket of an attempt.</summary>
    /// <returns>The socket; null if it cannot be had.</returns>
    public static BorrowedSocket? Of(ConnectAttempt attempt) =>
        ProcessOf(attempt.Thread) is { } process && SocketCalls.Borrow(process, attempt.Descriptor) is >= 0 and int descriptor ? new(descriptor) : null;

    /// <summary>Connects to an IPv4 endpoint on loopback, and waits until it stands, whatever mode the socket has.</summary>
    /// <returns>0, or errno.</returns>
    public int Connect(IPEndPoint endpoint)
    {
        bool isIPv6 = IsIPv6;
        if (isIPv6)
        {
            // For a destination of IPv6 programs may ask for a socket of that alone. It has no address yet, so it can still be changed.
            SocketCalls.SetOption(_descriptor, IPv6Level, IPv6Only, 0);
        }

        int error = SocketCalls.Connect(_descriptor, SocketName.Of(endpoint, isIPv6));
        if (error != InProgress)
        {
            return error;
        }

        return SocketCalls.Poll(_descriptor, SocketCalls.PollOut, (int)s_connectLimit.TotalMilliseconds) == 0
            ? TimedOut
            : SocketCalls.GetOption(_descriptor, SocketLevel, PendingError);
    }

    /// <summary>Undoes a connection; the program may connect anew.</summary>
    public void Disconnect() => _ = SocketCalls.Connect(_descriptor, SocketName.None);

    /// <summary>Sends what is short enough to go at once.</summary>
    public bool Send(ReadOnlySpan<byte> bytes) => SocketCalls.Send(_descriptor, bytes);

    /// <summary>Waits for a byte and takes it, and no more.</summary>
    /// <returns>Whether it came, the connection has ended (0), or time is up (null).</returns>
    public bool? Receive(TimeSpan limit, out byte received)
    {
        received = 0;
        return SocketCalls.Poll(_descriptor, SocketCalls.PollIn, (int)limit.TotalMilliseconds) == 0 ? null : SocketCalls.ReceiveByte(_descriptor, out received);
    }

    public void Dispose() => _ = SocketCalls.Close(_descriptor);

    // The kernel tells of threads, and lends the sockets of processes.
    private static int? ProcessOf(int thread)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{thread}/status").FirstOrDefault(l => l.StartsWith(ThreadGroup, StringComparison.Ordinal));
            return line is null ? null : int.Parse(line.AsSpan(ThreadGroup.Length), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
