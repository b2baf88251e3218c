using System.Runtime.InteropServices;
using TestOrchestrator.Nursery.Logs;
using TestOrchestrator.Nursery.Protocol;

namespace TestOrchestrator.Nursery.Processes;

/// <summary>Waits for every child and tells how it ended. Thread-safe.</summary>
/// <remarks>Nothing in this process may use System.Diagnostics.Process: it reaps children too, and each would take the other's.</remarks>
internal sealed class Reaper : IDisposable
{
    // siginfo_t of SIGCHLD on 64-bit Linux: signo, errno, code, padding, pid.
    private const int SignalInfoSize = 128;
    private const int PidOffset = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, KnownProcess> _byPid = [];
    private readonly LogPump _logs;
    private readonly EventWriter _events;

    // Released for each start, so that the thread can wait here while there is nothing to wait for in the kernel.
    private readonly SemaphoreSlim _children = new(0);

    public Reaper(LogPump logs, EventWriter events)
    {
        _logs = logs;
        _events = events;
        new Thread(Run) { IsBackground = true, Name = "reaper" }.Start();
    }

    /// <summary>Starts a process; it cannot be reaped before it is known.</summary>
    public void Expect(Func<KnownProcess?> start)
    {
        lock (_gate)
        {
            if (start() is { } process)
            {
                _byPid.Add(process.Pid, process);
            }
        }

        _children.Release();
    }

    /// <summary>Does something with a process that is not reaped while it is done.</summary>
    public void WhileAlive(int id, Action<int> action)
    {
        lock (_gate)
        {
            if (_byPid.Values.FirstOrDefault(p => p.Id == id) is { } process)
            {
                action(process.Pid);
            }
        }
    }

    public void Dispose() => _children.Dispose();

    private void Run()
    {
        while (true)
        {
            if (WaitForAny() is not { } dead)
            {
                // No children at all. Orphans come only from children, so a start is what ends this.
                _children.Wait();
                continue;
            }

            lock (_gate)
            {
                bool isKnown = _byPid.Remove(dead, out KnownProcess? known);
                if (isKnown)
                {
                    // What it started and left in its session. Its pid names that group as long as it is not reaped.
                    _ = Libc.Kill(-dead, Libc.SigKill);
                }

                int status = Reap(dead);
                if (isKnown)
                {
                    // Whoever hears of the end reads the log next.
                    _logs.Drain(known!.Id);
                    int signal = status & 0x7f;
                    known.Ended?.Set();
                    _events.Exited(known.Id, signal == 0 ? (status >> 8) & 0xff : -1, signal);
                }
            }
        }
    }

    // Looks without reaping (waitid with WNOWAIT): under the lock the pid is still taken, so WhileAlive can trust its table.
    private static unsafe int? WaitForAny()
    {
        byte* info = stackalloc byte[SignalInfoSize];
        while (true)
        {
            if (Libc.WaitId(Libc.PAll, 0, info, Libc.WExited | Libc.WNoWait) == 0)
            {
                return *(int*)(info + PidOffset);
            }

            if (Marshal.GetLastPInvokeError() != Libc.Eintr)
            {
                return null;
            }
        }
    }

    private static unsafe int Reap(int pid)
    {
        int status = 0;
        while (Libc.WaitPid(pid, &status, 0) < 0 && Marshal.GetLastPInvokeError() == Libc.Eintr)
        {
        }

        return status;
    }
}
