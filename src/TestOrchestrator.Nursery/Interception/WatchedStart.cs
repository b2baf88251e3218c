namespace TestOrchestrator.Nursery.Interception;

/// <summary>A process whose attempts to connect are heard of: it inherits that from the thread that starts it. Immutable.</summary>
/// <remarks>
/// The thread is of no other use, since it can never be rid of it, and has to outlive the process, which dies with it (<c>setpriv
/// --pdeathsig</c>). It must do nothing that makes other threads: they would inherit it, too.
/// </remarks>
internal sealed record WatchedStart
{
    /// <summary>Gets 0, errno of a start that failed, or errno negated of a system that does not let us hear.</summary>
    public required int Error { get; init; }

    public int Pid { get; init; }

    /// <summary>Gets where attempts are heard of.</summary>
    public int Listener { get; init; } = -1;

    /// <summary>Gets what is to be set when the process has ended.</summary>
    public ManualResetEventSlim? Ended { get; init; }

    /// <summary>Starts a process.</summary>
    /// <param name="start">Starts it in the calling thread.</param>
    public static WatchedStart Run(Func<(int Error, int Pid)> start)
    {
        WatchedStart result = new() { Error = 0 };
        ManualResetEventSlim ended = new();

        // Not disposed of: the thread may still be in Set when we are told.
        ManualResetEventSlim tried = new();
        new Thread(() =>
        {
            result = Start(start, ended);
            tried.Set();
            if (result.Error == 0)
            {
                ended.Wait();
            }
        }) { IsBackground = true, Name = "watched start" }.Start();
        tried.Wait();
        return result;
    }

    private static WatchedStart Start(Func<(int Error, int Pid)> start, ManualResetEventSlim ended)
    {
        int refused = Seccomp.Install(out int listener);
        if (refused != 0)
        {
            return new() { Error = -refused };
        }

        (int error, int pid) = start();
        if (error != 0)
        {
            _ = SocketCalls.Close(listener);
            return new() { Error = error };
        }

        return new() { Error = 0, Pid = pid, Listener = listener, Ended = ended };
    }
}
