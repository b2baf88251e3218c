using TestOrchestrator.Nursery.Ending;
using TestOrchestrator.Nursery.Logs;
using TestOrchestrator.Nursery.Processes;
using TestOrchestrator.Nursery.Protocol;

namespace TestOrchestrator.Nursery;

/// <summary>
/// Owns every process of a run. Commands come in on standard input, events go out on standard output; the end of standard input means
/// that the owner has ended, however it ended, and then nothing may be left: no process, no state directory.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is not [string lockFile, string stateDirectory, string eventsFile])
        {
            Console.Error.WriteLine("The nursery is started by the engine: nursery LOCK-FILE STATE-DIRECTORY EVENTS-FILE");
            return 2;
        }

        Libc.BecomeNursery();

        // Shared: the owner holds it, too. Who gets it exclusively knows that both are gone.
        using FileStream held = new(lockFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Libc.LockShared(held.SafeFileHandle);
        using EventWriter events = new(Console.OpenStandardOutput());
        LogPump logs = new();
        using Reaper reaper = new(logs, events);
        events.Ready(Environment.ProcessId);

        using Spawner spawner = new(reaper, logs, events);
        bool agreed = false;
        try
        {
            using CommandReader commands = new(Console.OpenStandardInput());
            while (commands.Next() is { } command)
            {
                switch (command)
                {
                    case SpawnCommand spawn:
                        spawner.Spawn(spawn);
                        break;
                    case SignalCommand signal:
                        spawner.Signal(signal);
                        break;
                    case CloseCommand:
                        agreed = true;
                        break;
                }
            }
        }
        finally
        {
            events.Stop();
            int killed = ProcessTree.KillAllChildren();
            logs.DrainAll();
            LastWords.Write(eventsFile, agreed, killed);
            if (Removals.CarryOut(stateDirectory))
            {
                StateDirectory.Delete(stateDirectory, lockFile);
            }
        }

        return 0;
    }
}
