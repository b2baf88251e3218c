using System.Net;
using TestOrchestrator.Nursery.Interception;
using TestOrchestrator.Nursery.Logs;
using TestOrchestrator.Nursery.Protocol;

namespace TestOrchestrator.Nursery.Processes;

/// <summary>Starts and signals the processes of the run. Called by the thread that reads commands, and by no other.</summary>
/// <remarks>
/// That thread must be the main one: with <c>setpriv --pdeathsig</c> the kernel kills a child when the thread that made it ends, and the
/// main thread ends only with the process.
/// </remarks>
internal sealed class Spawner(Reaper reaper, LogPump logs, EventWriter events) : IDisposable
{
    private const string SetPriv = "/usr/bin/setpriv";

    // Covers the death of the nursery itself; a double fork escapes it, and is left to the janitor. It comes after the wrapper, because
    // the kernel forgets it when a wrapper changes the user.
    private readonly string[] _prefix = File.Exists(SetPriv) ? [SetPriv, "--pdeathsig", "KILL", "--"] : [];

    // Made for the first process that needs it.
    private NameServer? _names;

    public void Spawn(SpawnCommand command)
    {
        string[] arguments = [.. command.Wrapper, .. _prefix, .. command.Arguments];
        reaper.Expect(() =>
        {
            // Looked at first: a wrapper or the prefix would start, and only then fail, as a process that ends with 127.
            int pid = 0;
            ManualResetEventSlim? ended = null;
            int error = Libc.WhyNotExecutable(command.Arguments[0]) is not 0 and int why ? why
                : command.TransparentProxy is { } proxy ? StartWatched(command, arguments, proxy, out pid, out ended)
                : Start(command, arguments, out pid);
            if (error != 0)
            {
                events.Failed(command.Id, error);
                return null;
            }

            events.Started(command.Id, pid);
            return new KnownProcess(command.Id, pid) { Ended = ended };
        });
    }

    public void Signal(SignalCommand command)
    {
        // A process that is not reaped keeps its pid, and the table forgets it when it is reaped: no other process can be hit.
        reaper.WhileAlive(command.Id, pid =>
        {
            if (command.WholeTree)
            {
                ProcessTree.Kill(pid);
            }
            else
            {
                _ = Libc.Kill(pid, command.Signal);
            }
        });
    }

    public void Dispose() => _names?.Dispose();

    private int StartWatched(SpawnCommand command, string[] arguments, IPEndPoint proxy, out int pid, out ManualResetEventSlim? ended)
    {
        _names ??= new();
        WatchedStart start = WatchedStart.Run(() => (Start(command, arguments, out int started), started));
        if (start.Error == 0)
        {
            new ConnectWatch(start.Listener, proxy, _names).Start();
        }

        pid = start.Pid;
        ended = start.Ended;
        return start.Error;
    }

    private int Start(SpawnCommand command, string[] arguments, out int pid)
    {
        // Without a pipe the file alone has to do: a log without stamps is better than no process.
        int pipe = command.Log.IsPlain ? -1 : logs.Open(command.Id, command.OutputFile, command.Log);
        int error = PosixSpawn.Start(arguments, command.Environment, command.WorkingDirectory, command.OutputFile, pipe, out pid);
        if (pipe >= 0)
        {
            _ = Libc.Close(pipe);
        }

        return error;
    }
}
