using TestOrchestrator.Nursery.Logs;
using TestOrchestrator.Nursery.Protocol;

namespace TestOrchestrator.Nursery.Processes;

/// <summary>Starts and signals the processes of the run. Called by the thread that reads commands, and by no other.</summary>
/// <remarks>
/// That thread must be the main one: with <c>setpriv --pdeathsig</c> the kernel kills a child when the thread that made it ends, and the
/// main thread ends only with the process.
/// </remarks>
internal sealed class Spawner(Reaper reaper, LogPump logs, EventWriter events)
{
    private const string SetPriv = "/usr/bin/setpriv";

    // Covers the death of the nursery itself; a double fork escapes it, and is left to the janitor. It comes after the wrapper, because
    // the kernel forgets it when a wrapper changes the user.
    private readonly string[] _prefix = File.Exists(SetPriv) ? [SetPriv, "--pdeathsig", "KILL", "--"] : [];

    public void Spawn(SpawnCommand command)
    {
        string[] arguments = [.. command.Wrapper, .. _prefix, .. command.Arguments];
        reaper.Expect(() =>
        {
            // Looked at first: a wrapper or the prefix would start, and only then fail, as a process that ends with 127.
            int pid = 0;
            int error = Libc.WhyNotExecutable(command.Arguments[0]) is not 0 and int why ? why : Start(command, arguments, out pid);
            if (error != 0)
            {
                events.Failed(command.Id, error);
                return null;
            }

            events.Started(command.Id, pid);
            return new KnownProcess(command.Id, pid);
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
